import {
  type AdapterOptions,
  attachOperations,
  baseUrlOf,
  type Caller,
  type CallerOptions,
  type Client,
  completeOptions,
  configurationInvalid,
  createCaller,
  presentCall,
} from "@plastiq-connect/core";
import { lazyAgent } from "./agent.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { dispatcherFetch } from "./undici-fetch.ts";

/** How a Node client is set up. What is left out comes from the environment variables. */
export interface NodeClientOptions extends AdapterOptions {
  /**
   * Makes the connections in the place of the client's own agent: an `Agent`, `Pool` or `ProxyAgent` of undici 7 or
   * newer. It stays yours to close. A `fetch` brings its own connections and excludes it.
   */
  readonly dispatcher?: Dispatcher | undefined;
}

/** A client whose connections can be closed. */
export interface NodeClient extends Client {
  /** Ends the client's own connections once the calls under way are done. Idle ones never keep a process alive. */
  close(): Promise<void>;
}

/**
 * A client for Node, set up from `PLASTIQ_API_KEY`, `PLASTIQ_ENVIRONMENT` (`sandbox` or `production`) and
 * `PLASTIQ_BASE_URL`, or from options, which win. It does no I/O: undici is loaded with the first call.
 *
 * @throws ConnectError `configuration_invalid`, naming the option or the variable.
 */
export function createClient(options: NodeClientOptions = {}): NodeClient {
  const settings = withEnvironmentVariables(options);
  const { dispatcher, fetch } = options;
  if (fetch && dispatcher) {
    throw configurationInvalid("fetch and dispatcher exclude each other: a fetch brings its own connections.");
  }
  const agent = lazyAgent(baseUrlOf(settings), process.env);
  const open = dispatcher ? async (): Promise<Dispatcher> => dispatcher : agent.open;
  const caller = createCaller({ ...settings, fetch: fetch ?? dispatcherFetch(open) });
  const underWay = new Set<Promise<unknown>>();
  const watched: Caller = {
    ...caller,
    call(...call) {
      const running = caller
        .call(...call)
        .withResponse()
        .finally(() => underWay.delete(running));
      underWay.add(running);
      return presentCall(running);
    },
  };
  return {
    ...attachOperations(watched),
    async close() {
      // Between two attempts a call has no request that the agent would know of.
      await Promise.allSettled(underWay);
      await agent.close();
    },
  };
}

/** The options, completed from the environment variables. */
export function withEnvironmentVariables(options: AdapterOptions): CallerOptions {
  return completeOptions(options, (name) => process.env[name], "set PLASTIQ_API_KEY");
}
