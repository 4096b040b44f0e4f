import type { Credential } from "../../auth/credential.ts";
import { baseUrlOf, type EnvironmentOptions } from "../../environment.ts";
import { type CallLimits, DEFAULT_CALL_LIMITS, type FullCallLimits, fullCallLimits } from "../attempts/call-limits.ts";
import type { Fetch } from "../transport/fetch.ts";
import type { ReadBody } from "../transport/read-body.ts";
import { createTransport, type Transport } from "../transport/transport.ts";
import { globals, NETWORK_GUARD } from "./block-network.ts";

/** Parts of a caller that differ between a server and a browser. A bundle for pages has only its own. */
export interface CallerParts<Options> {
  readonly fetch: Fetch;
  readonly readBody: ReadBody;
  /** Returns the API headers, without the credential. @throws ConnectError `input_invalid`. */
  headers(options: Partial<Options>, traceId: string): Record<string, string>;
}

/** Values that all calls of one caller share. */
export interface CallerSetup<Options> {
  readonly baseUrl: string;
  /** The host of the base URL, with its port. */
  readonly host: string;
  readonly credential: Credential;
  readonly limits: FullCallLimits;
  readonly headers: CallerParts<Options>["headers"];
  transport(): Transport;
}

/** Checks the options of a caller. It does no I/O. @throws ConnectError `configuration_invalid`, naming the option. */
export function callerSetup<Options>(
  credential: Credential,
  options: EnvironmentOptions & CallLimits,
  { fetch, readBody, headers }: CallerParts<Options>,
): CallerSetup<Options> {
  const baseUrl = baseUrlOf(options);
  let transport: Transport | undefined;
  return {
    baseUrl,
    host: new URL(baseUrl).host,
    credential,
    limits: fullCallLimits(DEFAULT_CALL_LIMITS, options),
    headers,
    transport() {
      globals[NETWORK_GUARD]?.(baseUrl);
      transport ??= createTransport(baseUrl, fetch, readBody);
      return transport;
    },
  };
}
