/** The log's replacement of a credential or a number. */
export const REDACTED = "[redacted]";

/** Compared without case and separators, so that a misspelled field does not slip through. */
const sensitiveFields = new Set([
  "accountnumber",
  "routingnumber",
  "cvv",
  "clientsecret",
  "policy",
  "xamzsignature",
  "xamzcredential",
  "xamzsecuritytoken",
]);
const sensitiveHeaders = new Set([
  "authorization",
  "proxy-authorization",
  "api-key",
  "x-api-key",
  "cookie",
  "set-cookie",
]);

/** Returns whether a path such as `body.data.cvv` or `header.authorization` leads to a credential or a number. */
export function isSensitive(field: string): boolean {
  const name = field.split(".").at(-1)?.toLowerCase() ?? "";
  const isDocument = /identitydocuments\b.*\bvalue$/i.test(field);
  return isDocument || sensitiveHeaders.has(name) || sensitiveFields.has(name.replace(/[-_]/g, ""));
}

/** Returns a copy of a parsed body without card, bank, identity and secret values. */
export function redactBody(value: unknown, isIdentityDocument = false): unknown {
  if (Array.isArray(value)) return value.map((item) => redactBody(item, isIdentityDocument));
  if (typeof value !== "object" || value === null) return isIdentityDocument ? REDACTED : value;
  return Object.fromEntries(
    Object.entries(value).map(([name, field]) => {
      const plain = name.toLowerCase().replace(/[-_]/g, "");
      if (sensitiveFields.has(plain) || (isIdentityDocument && plain === "value")) return [name, REDACTED];
      const isText = typeof field !== "object";
      return [name, isText && isIdentityDocument ? field : redactBody(field, plain === "identitydocuments")];
    }),
  );
}

/** All headers that arrived, in lower case, with every credential replaced. Duplicates are joined by ", ". */
export function redactHeaders(headers: Headers): Record<string, string> {
  const copy: Record<string, string> = {};
  headers.forEach((value, name) => {
    copy[name.toLowerCase()] = sensitiveHeaders.has(name.toLowerCase()) ? REDACTED : value;
  });
  return copy;
}
