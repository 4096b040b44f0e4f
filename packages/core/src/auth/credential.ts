import { ConnectError } from "../error.ts";
import type { ErrorCode } from "../outcome.ts";

/** Supplies the bearer token for a call. Only the transport puts the token on the wire. */
export interface Credential {
  /**
   * The bearer token for the next attempt; of a renewable one, for all until it is refused.
   *
   * @throws ConnectError when it cannot be had or sent.
   */
  token(): string | Promise<string>;
  /** True if a refused token is worth asking for once more, because `token()` may then give another one. */
  readonly renewable: boolean;
  /** The advice after a refusal, per error code: the end of the error's message. */
  readonly advice: Readonly<Partial<Record<ErrorCode, string>>>;
}

/**
 * The given token, once it is known that a header can carry it as it stands. The vendor publishes no format, so that
 * only what is surely a mistake is refused: white space, quotes, control characters, a pasted `Bearer ` prefix.
 *
 * @throws ConnectError `code`, naming the field, never repeating the token.
 */
export function checkedToken(token: unknown, field: string, code: "configuration_invalid" | "input_invalid"): string {
  // The space of "Bearer " is white space.
  if (typeof token === "string" && /^[!#-&(-_a-~\xa1-\xff]+$/.test(token)) return token;
  const message = `${field} must be text without white space, quotes, control characters or a "Bearer " prefix.`;
  throw new ConnectError({ code, outcome: "not-sent", message });
}
