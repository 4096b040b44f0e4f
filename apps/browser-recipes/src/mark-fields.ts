import { isConnectError } from "@plastiq-connect/browser";

const ADDRESS = "data.billingAddress";
/** The names that an error has for each input of the form. */
const FIELDS: Readonly<Record<string, readonly string[]>> = {
  number: ["data.accountNumber"],
  expiry: ["data.expirationMonth", "data.expirationYear"],
  code: ["data.cvv"],
  name: ["data.cardHolderName"],
  line1: [`${ADDRESS}.line1`],
  city: [`${ADDRESS}.city`],
  state: [`${ADDRESS}.state`],
  "postal-code": [`${ADDRESS}.postalCode`],
  country: [`${ADDRESS}.country`],
};

/** Marks the inputs of a form that an error refuses. Without an error it marks none. */
export function markFields(form: HTMLFormElement, error?: unknown): void {
  const refused = isConnectError(error) ? error.fields : [];
  for (const [name, fields] of Object.entries(FIELDS)) {
    const isInvalid = fields.some((field) => refused.includes(field));
    form.querySelector(`[name="${name}"]`)?.setAttribute("aria-invalid", String(isInvalid));
  }
}
