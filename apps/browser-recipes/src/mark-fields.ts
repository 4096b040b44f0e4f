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

/** Marks the inputs of a form whose fields were refused, and no other inputs. */
export function markFields(form: HTMLFormElement, refused: readonly string[]): void {
  for (const [name, fields] of Object.entries(FIELDS)) {
    const isInvalid = fields.some((field) => refused.includes(field));
    form.querySelector(`[name="${name}"]`)?.setAttribute("aria-invalid", String(isInvalid));
  }
}
