import { type CardData, checkPostalCode as postalCodeProblem } from "@plastiq-connect/browser";
import { asciiDigits } from "@plastiq-connect/browser/card";
import { checkPostalCode, checkPresent } from "./card-checks.ts";
import { type CardField, createCardField } from "./card-field.ts";
import { addressWords, countries } from "./countries.ts";
import { element } from "./element.ts";

/** The inputs of a billing address. */
export interface AddressInputs {
  /** The inputs with an error of their own, in the order of the page. */
  readonly fields: readonly CardField<HTMLInputElement | HTMLSelectElement>[];
  /** The fields by their paths in the request. */
  readonly byPath: Readonly<Record<string, CardField<HTMLInputElement | HTMLSelectElement>>>;
  /** The second line, which has no error. */
  readonly line2: HTMLInputElement;
  read(): CardData["billingAddress"];
}

/** Connects the inputs of a billing address with their checks, and labels them in the words of the country. */
export function createAddressInputs(): AddressInputs {
  // A password manager that sets a name instead of a code leaves nothing chosen.
  const country = createCardField<HTMLSelectElement>("address-country", (code) => checkPresent(code, "country"));
  const words = () => addressWords(country.text());
  const line1 = createCardField("address-line1", (text) => checkPresent(text, "street and number"));
  const line2 = element<HTMLInputElement>("address-line2");
  const city = createCardField("address-city", (text) => checkPresent(text, "city"));
  const state = createCardField("address-state", (text) => checkPresent(text, words().state));
  const postalCode = createCardField("address-postal-code", (text) =>
    checkPostalCode(asciiDigits(text), country.text(), words().postalCode),
  );

  fillCountries(country.input);
  // Not every password manager sends both.
  for (const event of ["input", "change"]) country.input.addEventListener(event, showWords);
  showWords();

  function showWords(): void {
    element("address-state-label").textContent = capitalized(words().state);
    element("address-postal-code-text").textContent = capitalized(words().postalCode);
    const required = postalCodeProblem("", country.text()) === "missing";
    element("address-postal-code-optional").hidden = required;
    postalCode.input.required = required;
    // A value that was not valid in another country can be valid now.
    if (postalCode.input.hasAttribute("aria-invalid")) postalCode.check();
  }

  return {
    fields: [country, line1, city, state, postalCode],
    byPath: {
      "data.billingAddress.line1": line1,
      "data.billingAddress.city": city,
      "data.billingAddress.state": state,
      "data.billingAddress.postalCode": postalCode,
      "data.billingAddress.country": country,
    },
    line2,
    read: () => ({
      line1: line1.text(),
      ...optional("line2", line2.value.trim()),
      city: city.text(),
      state: state.text(),
      ...optional("postalCode", asciiDigits(postalCode.text())),
      country: country.text(),
    }),
  };
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
