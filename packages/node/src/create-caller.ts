import { baseUrlOf, type Caller, type CallerOptions, createCaller as createCoreCaller } from "@plastiq-connect/core";
import { configurationInvalid } from "@plastiq-connect/core/adapter";
import { lazyAgent } from "./agent.ts";
import { agentFetch } from "./agent-fetch.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { proxyOf } from "./proxy-variables.ts";
import { dispatcherFetch } from "./undici-fetch.ts";

/** Options for `createCaller`. */
export interface NodeCallerOptions extends CallerOptions {
  /**
   * Replaces the own agent: an `Agent`, `Pool` or `ProxyAgent` of undici 7 or newer, without retry and redirect
   * interceptors. With undici 8, set its `allowH2: false`. You must close it yourself. It cannot be combined with
   * `fetch`.
   */
  readonly dispatcher?: Dispatcher | undefined;
  /** The maximum number of connections of the own agent. Further calls wait for one of them. Default 64. */
  readonly connections?: number | undefined;
}

/**
 * Creates a caller: pass it to `createClientSecret` and the other operations, and a bundler keeps only those that you
 * use. `createClient` attaches all operations. It does no I/O and reads only the proxy variables; see `optionsFromEnv`.
 *
 * Unlike core's `createCaller`, it sends each request but a GET once per attempt, knows when a request was not sent, and
 * honors `HTTPS_PROXY`. Its connections never keep a process alive.
 *
 * @throws ConnectError `configuration_invalid`, naming the option or the variable.
 * @example
 * ```ts
 * import { type ClientSecret, createCaller, createClientSecret, optionsFromEnv } from "@plastiq-connect/node";
 *
 * const caller = createCaller(optionsFromEnv());
 *
 * export const mint = (payerId: string): Promise<ClientSecret> =>
 *   createClientSecret(caller, { payer: { id: payerId } }, { endUser: "none" });
 * ```
 */
export function createCaller(options: NodeCallerOptions): Caller {
  return openCaller(options).caller;
}

/** Creates a caller, and the function that closes its own connections. */
export function openCaller(options: NodeCallerOptions): { caller: Caller; close: () => Promise<void> } {
  const { dispatcher, fetch, connections } = Object(options) as NodeCallerOptions;
  if (fetch && dispatcher) {
    throw configurationInvalid(
      "fetch and dispatcher cannot be used together: a fetch function has its own connections.",
    );
  }
  if (dispatcher && typeof dispatcher.dispatch !== "function") {
    throw configurationInvalid("dispatcher must be an Agent, a Pool or a ProxyAgent of undici 7 or newer.");
  }
  if (connections !== undefined && !(Number.isSafeInteger(connections) && connections > 0)) {
    throw configurationInvalid("connections must be a positive integer.");
  }
  const proxy = proxyOf(baseUrlOf(Object(options)), process.env);
  const agent = lazyAgent(proxy, connections);
  const ownFetch = dispatcher ? dispatcherFetch(async () => dispatcher) : agentFetch(agent, proxy !== undefined);
  return { caller: createCoreCaller({ ...options, fetch: fetch ?? ownFetch }), close: agent.close };
}
