import { refuse } from "../operation/refusal.ts";

/** Refuses a request body with a card or account number that is not on the list, wherever it is. */
export function checkNumbers(body: unknown, accepted: ReadonlySet<string>): void {
  const fields = wrongFields(body, accepted, []);
  if (fields.length === 0) return;
  throw refuse("field_invalid", ...fields.map((field) => `${field} must be one of this sandbox's test numbers.`));
}

function wrongFields(value: unknown, accepted: ReadonlySet<string>, path: readonly string[]): readonly string[] {
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, field]) => {
    const here = [...path, name];
    // A customer number in `details` is not a bank account.
    const isNumber = name === "accountNumber" && path.at(-1) !== "details";
    if (isNumber) return typeof field === "string" && accepted.has(field) ? [] : [here.join(".")];
    return wrongFields(field, accepted, here);
  });
}
