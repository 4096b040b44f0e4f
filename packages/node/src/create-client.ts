import { baseUrlOf, type Caller, type Client, createCaller } from "@plastiq-connect/core";
import {
  type AdapterOptions,
  attachOperations,
  configurationInvalid,
  presentCall,
} from "@plastiq-connect/core/adapter";
import { lazyAgent } from "./agent.ts";
import { agentFetch } from "./agent-fetch.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { optionsFromEnv } from "./options-from-env.ts";
import { proxyOf } from "./proxy-variables.ts";
import { dispatcherFetch } from "./undici-fetch.ts";

/** Options for `createClient`. Missing options come from the environment variables. */
export interface NodeClientOptions extends AdapterOptions {
  /**
   * Replaces the client's own agent: an `Agent`, `Pool` or `ProxyAgent` of undici 7 or newer, without retry and
   * redirect interceptors. With undici 8, set its `allowH2: false`. You must close it yourself. It cannot be combined
   * with `fetch`.
   */
  readonly dispatcher?: Dispatcher | undefined;
  /** The maximum number of connections of the client's own agent. Further calls wait for one of them. Default 64. */
  readonly connections?: number | undefined;
}

/** A client whose connections can be closed. */
export interface NodeClient extends Client {
  /**
   * Rejects new calls, waits for the calls in progress, and closes the client's own connections. Idle connections never
   * keep a process alive.
   */
  close(): Promise<void>;
}

/**
 * Creates a client for Node. Missing options come from `PLASTIQ_API_KEY`, `PLASTIQ_ENVIRONMENT` (`sandbox` or
 * `production`) and `PLASTIQ_BASE_URL`. A missing API key fails each call, not this function.
 *
 * It does no I/O: undici is loaded with the first call.
 *
 * @throws ConnectError `configuration_invalid`, naming the option or the variable.
 * @example
 * ```ts
 * import { createClient } from "@plastiq-connect/node";
 *
 * export const connect = createClient(); // reads PLASTIQ_API_KEY
 *
 * process.once("SIGTERM", () => connect.close());
 * ```
 */
export function createClient(options: NodeClientOptions = {}): NodeClient {
  const settings = optionsFromEnv(options);
  const { dispatcher, fetch, connections } = options;
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
  const proxy = proxyOf(baseUrlOf(settings), process.env);
  const agent = lazyAgent(proxy, connections);
  const ownFetch = dispatcher ? dispatcherFetch(async () => dispatcher) : agentFetch(agent, proxy !== undefined);
  const caller = createCaller({ ...settings, fetch: fetch ?? ownFetch });
  return closableClient(caller, agent.close);
}

/** Creates a client that rejects calls after it was closed, and closes its own connections. */
export function closableClient(caller: Caller, end: () => Promise<void>): NodeClient {
  let closed = false;
  const call: Caller["call"] = (...args) =>
    closed ? presentCall(Promise.reject(configurationInvalid("This client is closed."))) : caller.call(...args);
  return {
    ...attachOperations({ ...caller, call }),
    async close() {
      closed = true;
      // Between two attempts, a call has no request on a connection.
      await caller.settled();
      await end();
    },
  };
}
