import type { Credential } from "../../auth/credential.ts";
import { baseUrlOf } from "../../environment.ts";
import { configurationInvalid } from "../../error.ts";
import { DEFAULT_PATIENCE, type FullPatience, fullPatience } from "../attempts/patience.ts";
import type { AttemptLog, Hooks, listening } from "../hooks/hooks.ts";
import type { watchAttempts } from "../hooks/watch-attempts.ts";
import type { watchCall } from "../hooks/watch-call.ts";
import type { withExtra } from "../operation/extra.ts";
import { loadTransport, type Transport } from "../transport/transport.ts";
import { globals, NETWORK_GUARD } from "./block-network.ts";
import type { CallSettings, TransportOptions } from "./caller.ts";

/** Options of one call on any runtime. */
export interface RunOptions extends CallSettings {
  readonly credential?: Credential | undefined;
  readonly hooks?: Hooks | undefined;
}

/** Parts of a call that differ between a server and a browser. A bundle for pages has only its own. */
export interface CallParts<Options> {
  /** Returns the API headers, without the credential. @throws ConnectError `input_invalid`. */
  headers(options: Partial<Options>, traceId: string): Record<string, string>;
  /** Implements the option `extra`. */
  readonly withExtra?: typeof withExtra;
  /** Implements hooks at all. */
  readonly listening?: typeof listening;
  /** Implements the hooks `onCall` and `onEnd`. */
  readonly watchCall?: typeof watchCall;
  /** Implements all other hooks and the log. */
  readonly watchAttempts?: typeof watchAttempts;
}

/** Values that all calls of one caller share. */
export interface CallerSetup<Options> {
  readonly baseUrl: string;
  /** The host of the base URL, with its port. */
  readonly host: string;
  readonly credential: Credential;
  readonly patience: FullPatience;
  readonly hooks: Hooks | undefined;
  /** Logs each attempt. */
  readonly log: AttemptLog | undefined;
  readonly parts: CallParts<Options>;
  transport(): Transport | Promise<Transport>;
}

/** Checks the options of a caller. It does no I/O. @throws ConnectError `configuration_invalid`, naming the option. */
export function callerSetup<Options>(
  credential: Credential,
  options: TransportOptions,
  parts: CallParts<Options>,
): CallerSetup<Options> {
  const baseUrl = baseUrlOf(options);
  const fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  if (typeof fetch !== "function") throw configurationInvalid("fetch must be a function.");
  let transport: Transport | undefined;
  async function load(): Promise<Transport> {
    transport ??= await loadTransport(baseUrl, fetch);
    return transport;
  }
  return {
    baseUrl,
    host: new URL(baseUrl).host,
    credential,
    patience: fullPatience(DEFAULT_PATIENCE, options),
    hooks: options.hooks,
    log: options.log,
    parts,
    transport() {
      globals[NETWORK_GUARD]?.(baseUrl);
      return transport ?? load();
    },
  };
}
