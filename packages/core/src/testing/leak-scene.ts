import fc from "fast-check";
import { ENCODINGS, SEPARATORS } from "./leak-encodings.ts";
import { type LeakOperation, OPERATIONS, type Secrets } from "./leak-operations.ts";

/** Where a call goes wrong. */
export const CIRCUMSTANCES = [
  "bad key",
  "bad key from a function",
  "function that fails",
  "bad client secret",
  "bad input",
  "bad header",
  "fetch that throws",
  "body that breaks",
  "oversized response",
  "aborted",
  "refused",
  "refused by a web page",
  "redirected",
  "unreadable",
  // The one that succeeds: the new client secret must not be printed either.
  "minted",
] as const;

/** How the other side repeats a request. */
const ECHOES = ["as it is", "in JSON", "in groups", "in lines", "secret by secret"] as const;

/** One call that goes wrong, with all that it must keep to itself. */
export interface Scene {
  readonly secrets: Secrets;
  readonly call: LeakOperation;
  readonly circumstance: (typeof CIRCUMSTANCES)[number];
  readonly echo: (typeof ECHOES)[number];
  /** How the repeated text, or each secret in it, is written. */
  readonly encoding: keyof typeof ENCODINGS;
  /** The text between the groups of a secret. */
  readonly separator: (typeof SEPARATORS)[number];
  readonly status: number;
  /** The flaw of a key, a header or an input. */
  readonly flaw: string;
  readonly retries: number;
  readonly hooksThrow: boolean;
}

// The characters of a header value, without those that JSON or inspect would escape. Every real secret has 8 letters and
// digits. One of symbols alone is found only as it is written.
const token = fc.stringMatching(/^(?:[!#$%&(-[\]^_a-~]{0,2}[\dA-Za-z]){8,12}[!#$%&(-[\]^_a-~]{0,3}$/);
const digits = (minLength: number, maxLength: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength, maxLength }).map((list) => list.join(""));

const document = fc.oneof(
  digits(9, 12),
  fc.tuple(digits(3, 3), digits(2, 2), digits(4, 4)).map((groups) => groups.join("-")),
  fc.tuple(token, fc.constantFrom("", '"', "\\", "'", "é", "\n", " ", "/"), token).map((parts) => parts.join("")),
);

/** Any scene. */
export const anyScene: fc.Arbitrary<Scene> = fc.record({
  secrets: fc.record({
    apiKey: fc.tuple(token, fc.constantFrom("", "\\", "é", "+"), token).map((parts) => parts.join("")),
    clientSecret: token,
    cardNumber: digits(12, 19),
    cvv: digits(3, 4),
    document,
  }),
  call: fc.constantFrom(...(Object.keys(OPERATIONS) as LeakOperation[])),
  circumstance: fc.constantFrom(...CIRCUMSTANCES),
  echo: fc.constantFrom(...ECHOES),
  encoding: fc.constantFrom(...(Object.keys(ENCODINGS) as (keyof typeof ENCODINGS)[])),
  separator: fc.constantFrom(...SEPARATORS),
  status: fc.constantFrom(400, 401, 403, 404, 408, 409, 418, 429, 500, 502, 503, 504, 599),
  flaw: fc.constantFrom("\n", "\r\n", "\0", "\t", " ", '"', "'", "`", "\u2019", "\x7f"),
  retries: fc.integer({ min: 0, max: 1 }),
  hooksThrow: fc.boolean(),
});

/** The texts that betray a secret: the whole of it, and every piece of it that no printing would alter. */
export function needlesOf({ apiKey, clientSecret, cardNumber, document }: Secrets): string[] {
  const all = [apiKey, clientSecret, cardNumber, cardNumber.slice(0, 17), document, document.replaceAll("-", "")];
  const pieces = all.flatMap((secret) => secret.split(/[^!#-&(-[\]-_a-~]+/));
  return [...all, ...pieces].filter(({ length }) => length >= 8);
}
