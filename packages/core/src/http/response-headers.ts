import { MIN_SECRET_LENGTH, redactor } from "../redact.ts";

/** The longest trace id that is kept of a response. A UUID has 36 characters. */
export const MAX_TRACE_ID: number = 100;

/** The headers of a response as they were sent, names in lower case. Not to be shown to anyone. */
export type RawHeaders = Readonly<Record<string, string>>;

/**
 * Returns the headers as they may be shown: printable, and without secrets. The `body` may bring a client secret that a
 * header repeats, such as an `ETag`.
 */
export function shownHeaders(
  raw: RawHeaders,
  clean: (text: string, limit?: number) => string,
  body: string,
): Record<string, string> {
  const minted = redactor(mintedIn(body));
  return Object.fromEntries(
    Object.entries(raw).map(([name, value]) => [
      name,
      minted(clean(value, name === "trace-id" ? MAX_TRACE_ID : undefined)),
    ]),
  );
}

function mintedIn(body: string): string[] {
  return [...body.matchAll(/"clientSecret"\s*:\s*"([^"\\]*)"/g)]
    .map(([, secret = ""]) => secret)
    .filter(({ length }) => length >= MIN_SECRET_LENGTH);
}
