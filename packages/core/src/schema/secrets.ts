// Account and card numbers in every request; `value` is the number of an identity document.
const SECRET_FIELDS = /^(?:accountNumber|routingNumber|cvv|value)$/;

/** Returns the texts of a request body that no error and no hook may show, wherever in it they stand. */
export function secretsIn(body: unknown): string[] {
  return Object.entries(Object(body)).flatMap(([name, value]) => {
    if (typeof value === "object") return secretsIn(value);
    return typeof value === "string" && SECRET_FIELDS.test(name) ? [value] : [];
  });
}
