import type { CardData } from "@plastiq-connect/browser";
import { normalizeCard } from "@plastiq-connect/browser/card";
import { brandOf } from "./card-brand.ts";
import { checkCode, checkExpiry, checkName, checkNumber } from "./card-checks.ts";
import { type CardField, createCardField } from "./card-field.ts";
import { clearRestored } from "./clear-restored.ts";
import { announce, element } from "./element.ts";
import { formatExpiryInput } from "./expiry-input.ts";
import { groupInput } from "./grouped-input.ts";
import { showBrandMark } from "./show-brand-mark.ts";

/** The inputs of a card: number, expiry date, security code and name. */
export interface CardInputs {
  /** In the order of the page. */
  readonly fields: readonly CardField[];
  /** The fields by their paths in the request. */
  readonly byPath: Readonly<Record<string, CardField>>;
  read(): Omit<CardData, "billingAddress">;
  /** Empties the fields that no page should hold longer than it must. */
  forget(what: "code" | "card"): void;
}

/** Connects the inputs of a card with their checks and formats, and shows the card's brand. */
export function createCardInputs(): CardInputs {
  const number = createCardField("card-number", checkNumber);
  const expiry = createCardField("card-expiry", checkExpiry);
  const code = createCardField("card-code", (text) => checkCode(text, number.text()));
  const name = createCardField("card-name", checkName);
  let codeSize = 0;

  const secrets = [number, expiry, code];
  for (const field of secrets) clearRestored(field);

  groupInput(number.input, (digits) => brandOf(digits).grouping);
  formatExpiryInput(expiry.input);
  groupInput(code.input, () => {
    const { id, codeSize } = brandOf(number.text());
    // The code may be typed before the number.
    return { gaps: [], separator: "", most: id ? codeSize : 4 };
  });

  // Not every password manager sends both.
  for (const event of ["input", "change"]) number.input.addEventListener(event, showBrand);
  window.addEventListener("pagehide", () => forget("card"));
  window.addEventListener("pageshow", showBrand);
  showBrand();

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

  function forget(what: "code" | "card"): void {
    for (const field of what === "card" ? secrets : [code]) field.clear();
    showBrand();
  }

  return {
    fields: [number, expiry, code, name],
    byPath: {
      "data.accountNumber": number,
      "data.expirationMonth": expiry,
      "data.expirationYear": expiry,
      "data.cvv": code,
      "data.cardHolderName": name,
    },
    read: () =>
      normalizeCard({
        cardHolderName: name.text(),
        accountNumber: number.text(),
        cvv: code.text(),
        expiry: expiry.text(),
      }),
    forget,
  };
}
