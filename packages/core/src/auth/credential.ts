import type { ConnectError } from "../error.ts";
import type { ErrorCode } from "../outcome.ts";

/** Supplies the bearer token for a call. Only the transport puts the token on the wire. */
export interface Credential {
  /**
   * Returns the bearer token for the next attempt. The token of a renewable credential is used until it is refused.
   *
   * @throws ConnectError when the token is not available or cannot be sent.
   */
  token(): string | Promise<string>;
  /** True if `token()` may return a different token after a refusal. */
  readonly renewable: boolean;
  /** The advice after a refusal, for each error code. It ends the error message. */
  readonly advice: Readonly<Partial<Record<ErrorCode, string>>>;
}

/**
 * Returns the given token if a header can contain it unchanged. The vendor publishes no format, so this rejects only
 * certain mistakes: white space, quotes, control characters, a pasted `Bearer ` prefix.
 *
 * @throws ConnectError `code`, naming the field and never repeating the token.
 */
export function checkedToken(token: unknown, field: string, invalid: (message: string) => ConnectError): string {
  // The space in "Bearer " is white space.
  if (typeof token === "string" && /^[!#-&(-_a-~\xa1-\xff]+$/.test(token)) return token;
  throw invalid(`${field} must be text without white space, quotes, control characters or a "Bearer " prefix.`);
}
