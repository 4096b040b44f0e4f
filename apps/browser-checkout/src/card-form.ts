import { type CardData, checkPostalCode as postalCodeProblem } from "@plastiq-connect/browser";
import { asciiDigits, normalizeCard } from "@plastiq-connect/browser/card";
import { brandOf } from "./card-brand.ts";
import { checkCode, checkExpiry, checkName, checkNumber, checkPostalCode, checkPresent } from "./card-checks.ts";
import { type CardField, createCardField } from "./card-field.ts";
import { clearRestored } from "./clear-restored.ts";
import { addressWords, countries } from "./countries.ts";
import { announce, element } from "./element.ts";
import { formatExpiryInput } from "./expiry-input.ts";
import { groupInput } from "./grouped-input.ts";
import { showBrandMark } from "./show-brand-mark.ts";

/** The form as the rest of the page sees it. */
export interface CardForm {
  /** Returns the typed card, or undefined when something is wrong. Then every error is shown, and the first is focused. */
  read(): CardData | undefined;
  /** Marks fields that were refused after they were sent, by their paths in the request. Returns whether one is shown. */
  mark(fields: readonly string[]): boolean;
  /** While locked, nothing can be changed. The focus stays where it is. */
  lock(locked: boolean): void;
  /** Empties the fields that no page should hold longer than it must. */
  forget(what: "code" | "card"): void;
}

/** Connects the form of the page with its checks and formats. */
export function createCardForm(): CardForm {
  // A password manager that sets a name instead of a code leaves nothing chosen.
  const country = createCardField<HTMLSelectElement>("address-country", (code) => checkPresent(code, "country"));
  const words = () => addressWords(country.text());
  const number = createCardField("card-number", checkNumber);
  const expiry = createCardField("card-expiry", checkExpiry);
  const code = createCardField("card-code", (text) => checkCode(text, number.text()));
  const name = createCardField("card-name", checkName);
  const line1 = createCardField("address-line1", (text) => checkPresent(text, "street and number"));
  const city = createCardField("address-city", (text) => checkPresent(text, "city"));
  const state = createCardField("address-state", (text) => checkPresent(text, words().state));
  const postalCode = createCardField("address-postal-code", (text) =>
    checkPostalCode(asciiDigits(text), country.text(), words().postalCode),
  );
  const line2 = element<HTMLInputElement>("address-line2");
  let codeSize = 0;
  const card = [number, expiry, code, name];
  const address = [line1, city, state, postalCode];
  const fields = [...card, country, ...address];

  const byPath: Readonly<Record<string, CardField<HTMLElement>>> = {
    "data.accountNumber": number,
    "data.expirationMonth": expiry,
    "data.expirationYear": expiry,
    "data.cvv": code,
    "data.cardHolderName": name,
    "data.billingAddress.line1": line1,
    "data.billingAddress.city": city,
    "data.billingAddress.state": state,
    "data.billingAddress.postalCode": postalCode,
    "data.billingAddress.country": country,
  };

  const secrets = [number, expiry, code];
  for (const field of secrets) clearRestored(field);

  groupInput(number.input, (digits) => brandOf(digits).grouping);
  formatExpiryInput(expiry.input);
  groupInput(code.input, () => {
    const { id, codeSize } = brandOf(number.text());
    // The code may be typed before the number.
    return { gaps: [], separator: "", most: id ? codeSize : 4 };
  });

  number.input.addEventListener("input", showBrand);
  fillCountries(country.input);
  country.input.addEventListener("change", showAddressWords);
  showBrand();
  showAddressWords();

  window.addEventListener("pagehide", () => forget("card"));
  window.addEventListener("pageshow", showBrand);

  function showBrand(): void {
    const brand = brandOf(number.text());
    const marked = showBrandMark(element<SVGElement>("brand-mark"), brand.id);
    element("brand-text").textContent = brand.name ?? "";
    element("brand-text").hidden = marked || !brand.name;
    announce("card-brand", brand.name ?? "");
    if (codeSize === brand.codeSize) return;
    codeSize = brand.codeSize;
    element("card-code-hint").textContent = codeSize === 4 ? "4 digits, on the front" : "3 digits, on the back";
    // A CVV that was not valid for another brand can be valid now.
    if (code.input.hasAttribute("aria-invalid")) code.check();
  }

  function showAddressWords(): void {
    element("address-state-label").textContent = capitalized(words().state);
    element("address-postal-code-text").textContent = capitalized(words().postalCode);
    const required = postalCodeProblem("", country.text()) === "missing";
    element("address-postal-code-optional").hidden = required;
    postalCode.input.required = required;
    // A value that was not valid in another country can be valid now.
    if (postalCode.input.hasAttribute("aria-invalid")) postalCode.check();
  }

  return {
    read() {
      // Every one of them: all errors are shown at once.
      const wrong = fields.filter((field) => !field.check());
      if (wrong[0]) {
        wrong[0].input.focus();
        return undefined;
      }
      return normalizeCard({
        cardHolderName: name.text(),
        accountNumber: number.text(),
        cvv: code.text(),
        expiry: expiry.text(),
        billingAddress: {
          line1: line1.text(),
          ...optional("line2", line2.value.trim()),
          city: city.text(),
          state: state.text(),
          ...optional("postalCode", asciiDigits(postalCode.text())),
          country: country.text(),
        },
      });
    },
    mark(refused) {
      const marked = new Set(refused.map((path) => byPath[path]).filter((field) => field !== undefined));
      for (const field of marked) field.refuse("This was not accepted. Check it.");
      for (const field of fields) {
        if (!marked.has(field)) continue;
        field.input.focus();
        break;
      }
      return marked.size > 0;
    },
    lock(locked) {
      // Not `disabled`, which would lose the focus, and the place of a screen reader with it.
      for (const input of [...[...card, ...address].map((field) => field.input), line2]) input.readOnly = locked;
      country.input.disabled = locked;
    },
    forget,
  };

  function forget(what: "code" | "card"): void {
    for (const field of what === "card" ? secrets : [code]) field.clear();
    showBrand();
  }
}

function fillCountries(select: HTMLSelectElement): void {
  select.replaceChildren(
    ...countries(document.documentElement.lang || "en").map(({ code, name }) => {
      const isDefault = code === "US";
      // The first country would be the default of a reset form otherwise.
      return new Option(name, code, isDefault, isDefault);
    }),
  );
}

function optional<Name extends string>(name: Name, text: string): Partial<Record<Name, string>> {
  return text ? ({ [name]: text } as Record<Name, string>) : {};
}

function capitalized(text: string): string {
  return text.charAt(0).toUpperCase() + text.slice(1);
}
