import { canonicalAddress } from "../../end-user/address.ts";
import type { EndUser } from "../../end-user/end-user.ts";
import { inputInvalid } from "../../error.ts";
import { isHeaderValue } from "../../schema/header-value.ts";
import { isUuidV4 } from "../../schema/id.ts";
import { isRecord } from "../../schema/kind.ts";
import { VERSION } from "../../version.ts";

/**
 * The end user that a call is made for.
 *
 * - an {@link EndUser}: the person at the browser. Without a `userAgent`, the library's own name is sent, because a
 *   runtime's default would look like an end user's browser.
 * - `"none"`: there is no end user, as in a scheduled job.
 */
export type OnBehalfOf = EndUser | "none";

/** A valid header name, except those that the HTTP stack or the library sets. */
export const FREE_HEADER_NAME: RegExp =
  /^(?!(?:accept|authorization|connection|cookie|host|idempotency-key|trace-id|user-agent)$|end-user-|content-|transfer-)[!#$%&'*+.^`|~\w-]+$/i;

const OWN_NAME = `plastiq-connect/${VERSION}`;

/** Options that determine the headers of a call. Without types, all of them may be missing. */
export interface HeaderOptions {
  readonly endUser?: OnBehalfOf;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/**
 * Returns the API headers of one logical call, without the credential.
 *
 * @throws ConnectError `input_invalid` when a value cannot be sent as a header. It names the field, never the value.
 * @see https://docs.developer.plastiq.com/docs/request-tracing
 */
export function apiHeaders({ endUser, headers: extra = {} }: HeaderOptions, traceId: string): Record<string, string> {
  const headers = commonHeaders(traceId);
  const person = endUser === "none" ? {} : endUser;
  const { userAgent = OWN_NAME, deviceId, ip, ...others } = Object(person) as EndUser;
  // An unknown field may be a misspelled one, which the vendor would not get. A request has its fields in its class.
  if (!isRecord(person) || person.headers || Object.keys(others)[0])
    throw inputInvalid('endUser must be { userAgent, deviceId, ip } or "none".');
  setHeader(headers, "user-agent", "endUser.userAgent", userAgent);
  setHeader(headers, "end-user-device-id", "endUser.deviceId", deviceId);
  if (ip !== undefined) headers["end-user-ip"] = addressOf(ip);
  if (!isRecord(extra)) throw inputInvalid("headers must be a plain object.");
  for (const [name, value] of Object.entries(extra)) {
    if (!FREE_HEADER_NAME.test(name)) throw inputInvalid("headers contains an invalid or reserved name.");
    setHeader(headers, name, `headers.${name}`, value);
  }
  return headers;
}

/**
 * Returns the API headers of one logical call from the end user's own browser. The browser describes itself, so neither
 * `User-Agent` nor `End-User-Ip` is set.
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

function addressOf(ip: unknown): string {
  const address = typeof ip === "string" && canonicalAddress(ip);
  if (!address) throw inputInvalid("endUser.ip must be an IPv4 or IPv6 address, without a port.");
  return address;
}

/**
 * Returns the trace id of one logical call: the given one, or a new one.
 *
 * @throws ConnectError `input_invalid` when the given one is not a UUID v4: the vendor would silently replace it.
 * @see https://docs.developer.plastiq.com/docs/request-tracing
 */
export function traceIdOf(given: string | undefined): string {
  if (given === undefined) return crypto.randomUUID();
  if (!isUuidV4(given)) throw inputInvalid("traceId must be a UUID v4.");
  return given;
}
