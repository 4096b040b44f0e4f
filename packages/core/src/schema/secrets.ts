// Account and card numbers in every request; `value` is the number of an identity document.
const SECRET_FIELDS = /^(?:accountNumber|routingNumber|cvv|value)$/;

/** Returns the texts in a request body that must not appear in an error or a hook. */
export function secretsIn(body: unknown): string[] {
  return Object.entries(Object(body)).flatMap(([name, value]) => {
    if (typeof value === "object") return secretsIn(value);
    return typeof value === "string" && SECRET_FIELDS.test(name) ? [value] : [];
  });
}
