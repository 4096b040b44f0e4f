import { canonicalAddress } from "../../end-user/address.ts";
import type { EndUser } from "../../end-user/end-user.ts";
import { inputInvalid } from "../../error.ts";
import { isHeaderValue } from "../../schema/header-value.ts";
import { isUuidV4 } from "../../schema/id.ts";
import { VERSION } from "../../version.ts";

/**
 * Whom a call is made for.
 *
 * - an {@link EndUser}: the person at the browser. Without a `userAgent` the library's own name is sent, so that no
 *   runtime's default poses as a person's browser.
 * - `"none"`: nobody is at a browser, as in a nightly job.
 */
export type OnBehalfOf = EndUser | "none";

const END_USER_HEADERS = [
  ["userAgent", "user-agent"],
  ["deviceId", "end-user-device-id"],
  ["ip", "end-user-ip"],
] as const;
// A header name, but none that belongs to the HTTP stack or that the library sets.
const FREE_HEADER_NAME =
  /^(?!(?:accept|authorization|connection|cookie|host|idempotency-key|trace-id|user-agent)$|end-user-|content-|transfer-)[!#$%&'*+.^`|~\w-]+$/i;

const OWN_NAME = `plastiq-connect/${VERSION}`;

/** Options of a call that its headers are made of. Without types, all of them may have been left out. */
export interface HeaderOptions {
  readonly endUser?: OnBehalfOf;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/**
 * The API headers of one logical call, without the credential. The wire names live here.
 *
 * @throws ConnectError `input_invalid` when a value cannot be sent as a header. It names the field, never the value.
 * @see https://docs.developer.plastiq.com/docs/request-tracing
 */
export function apiHeaders({ endUser, headers: extra = {} }: HeaderOptions, traceId: string): Record<string, string> {
  const headers = commonHeaders(traceId);
  const person = endUser === "none" ? {} : endUser;
  if (typeof person !== "object" || person === null) throw inputInvalid('endUser must be an EndUser or "none".');
  headers["user-agent"] = OWN_NAME;
  for (const [field, name] of END_USER_HEADERS) setHeader(headers, name, `endUser.${field}`, person[field]);
  if (person.ip !== undefined) headers["end-user-ip"] = addressOf(person.ip);
  // Of an iterable, such as Headers, no entry would be seen.
  if (typeof extra !== "object" || extra === null || Symbol.iterator in extra) {
    throw inputInvalid("headers must be a plain object.");
  }
  for (const [name, value] of Object.entries(extra)) {
    if (!FREE_HEADER_NAME.test(name)) throw inputInvalid("headers contains an invalid or reserved name.");
    setHeader(headers, name, `headers.${name}`, value);
  }
  return headers;
}

/**
 * The API headers of one logical call of the end user's own browser, which describes itself: neither `User-Agent` nor
 * `End-User-Ip` is set.
 *
 * @throws ConnectError `input_invalid` when the device id cannot be sent as a header.
 */
export function browserHeaders(
  { deviceId }: { readonly deviceId?: string | undefined },
  traceId: string,
): Record<string, string> {
  const headers = commonHeaders(traceId);
  setHeader(headers, "end-user-device-id", "deviceId", deviceId);
  return headers;
}

function commonHeaders(traceId: string): Record<string, string> {
  return { accept: "application/json", "trace-id": traceId };
}

function setHeader(headers: Record<string, string>, name: string, field: string, value: string | undefined): void {
  if (value === undefined) return;
  if (typeof value !== "string" || !isHeaderValue(value)) throw inputInvalid(`${field} cannot be sent as a header.`);
  headers[name] = value;
}

function addressOf(ip: string): string {
  const address = canonicalAddress(ip);
  if (address === undefined) throw inputInvalid("endUser.ip must be an IPv4 or IPv6 address, without a port.");
  return address;
}

/**
 * The trace id of one logical call: the given one, or a new one.
 *
 * @throws ConnectError `input_invalid` when the given one is not a UUID v4: the vendor would silently replace it.
 * @see https://docs.developer.plastiq.com/docs/request-tracing
 */
export function traceIdOf(given: string | undefined): string {
  if (given === undefined) return crypto.randomUUID();
  if (!isUuidV4(given)) throw inputInvalid("traceId must be a UUID v4.");
  return given;
}
