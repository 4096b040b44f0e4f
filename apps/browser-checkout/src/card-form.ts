import type { CardData } from "@plastiq-connect/browser";
import { brandOf } from "./card-brand.ts";
import {
  checkCode,
  checkExpiry,
  checkName,
  checkNumber,
  checkPostalCode,
  checkPresent,
  expiryOf,
} from "./card-checks.ts";
import { type CardField, createCardField } from "./card-field.ts";
import { addressWords, countries } from "./countries.ts";
import { element } from "./element.ts";
import { digitsOf } from "./group-digits.ts";
import { groupInput } from "./grouped-input.ts";
import { showBrandMark } from "./show-brand-mark.ts";

/** The form as the rest of the page sees it. */
export interface CardForm {
  /** What is typed; undefined when something is wrong: then every error is shown, and the first wrong field focused. */
  read(): CardData | undefined;
  /** While locked, what is typed cannot be changed. The focus stays where it is. */
  lock(locked: boolean): void;
  /** Empties what no page needs to hold any longer than it must. */
  forget(what: "code" | "card"): void;
}

/** Brings the form of the page to life. */
export function createCardForm(): CardForm {
  const country = element<HTMLSelectElement>("address-country");
  const words = () => addressWords(country.value);
  const number = createCardField("card-number", checkNumber);
  const expiry = createCardField("card-expiry", checkExpiry);
  const code = createCardField("card-code", (text) => checkCode(text, number.text()));
  const name = createCardField("card-name", checkName);
  const line1 = createCardField("address-line1", (text) => checkPresent(text, "street and number"));
  const city = createCardField("address-city", (text) => checkPresent(text, "city"));
  const state = createCardField("address-state", (text) => checkPresent(text, words().state));
  const postalCode = createCardField("address-postal-code", (text) => checkPostalCode(text, words().postalCode));
  const line2 = element<HTMLInputElement>("address-line2");
  const fields: readonly CardField[] = [number, expiry, code, name, line1, city, state, postalCode];

  groupInput(number.input, { grouping: (digits) => brandOf(digits).grouping });
  groupInput(expiry.input, {
    // A browser may fill in four digits of a year.
    grouping: (digits) => ({ gaps: [2], separator: " / ", most: digits.startsWith("20", 2) ? 6 : 4 }),
    mend: (text) => text.replace(/^(?=[2-9])/, "0").replace(/^(?=1\s*[/.-])/, "0"),
  });
  groupInput(code.input, { grouping: () => ({ gaps: [], separator: "", most: brandOf(number.text()).code.size }) });

  number.input.addEventListener("input", showBrand);
  fillCountries(country);
  country.addEventListener("change", showAddressWords);
  showBrand();
  showAddressWords();

  function showBrand(): void {
    const brand = brandOf(number.text());
    const marked = showBrandMark(element<SVGElement>("brand-mark"), brand.id);
    element("brand-text").textContent = brand.name ?? "";
    element("brand-text").hidden = marked;
    element("card-brand").textContent = brand.name ?? "";
    const { size } = brand.code;
    element("card-code-hint").textContent = size === 4 ? "4 digits, on the front" : "3 digits, on the back";
  }

  function showAddressWords(): void {
    element("address-state-label").textContent = capitalised(words().state);
    element("address-postal-code-label").textContent = capitalised(words().postalCode);
  }

  return {
    read() {
      // Every one of them: all errors are shown at once.
      const wrong = fields.filter((field) => !field.check());
      if (wrong[0]) {
        wrong[0].input.focus();
        return undefined;
      }
      const { month, year } = expiryOf(expiry.text());
      const more = line2.value.trim();
      return {
        cardHolderName: name.text(),
        accountNumber: digitsOf(number.text()),
        cvv: code.text(),
        expirationMonth: month,
        expirationYear: year,
        billingAddress: {
          line1: line1.text(),
          ...(more ? { line2: more } : {}),
          city: city.text(),
          state: state.text(),
          postalCode: postalCode.text(),
          country: country.value,
        },
      };
    },
    lock(locked) {
      // Not `disabled`, which would lose the focus, and the place of a screen reader with it.
      for (const input of [...fields.map((field) => field.input), line2]) input.readOnly = locked;
      country.disabled = locked;
    },
    forget(what) {
      for (const field of what === "card" ? [number, expiry, code] : [code]) field.clear();
      showBrand();
    },
  };
}

function fillCountries(select: HTMLSelectElement): void {
  select.replaceChildren(...countries().map(({ code, name }) => new Option(name, code)));
  select.value = "US";
}

function capitalised(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
