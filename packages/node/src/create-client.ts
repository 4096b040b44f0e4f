import {
  attachOperations,
  baseUrlOf,
  type CallerOptions,
  type Client,
  ConnectError,
  createCaller,
} from "@plastiq-connect/core";
import { lazyAgent } from "./agent.ts";
import type { Dispatcher } from "./dispatcher.ts";
import { readEnvironmentVariables } from "./environment-variables.ts";
import { dispatcherFetch } from "./undici-fetch.ts";

/** How a Node client is set up. What is left out comes from the environment variables. */
export interface NodeClientOptions extends Partial<CallerOptions> {
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
    throw new ConnectError({
      code: "configuration_invalid",
      outcome: "not-sent",
      message: "fetch and dispatcher exclude each other: a fetch brings its own connections.",
    });
  }
  const agent = lazyAgent(baseUrlOf(settings), process.env);
  const open = dispatcher ? async (): Promise<Dispatcher> => dispatcher : agent.open;
  const caller = createCaller({ ...settings, fetch: fetch ?? dispatcherFetch(open) });
  return { ...attachOperations(caller), close: agent.close };
}

/** The options, completed from the environment variables. Naming either place in the options sets both variables aside. */
export function withEnvironmentVariables(options: NodeClientOptions): CallerOptions {
  const { apiKey: key, where } = readEnvironmentVariables(process.env);
  const apiKey = options.apiKey ?? key;
  if (apiKey === undefined) {
    throw new ConnectError({
      code: "configuration_invalid",
      outcome: "not-sent",
      message: "There is no API key: set PLASTIQ_API_KEY, or pass apiKey.",
    });
  }
  const elsewhere = options.environment !== undefined || options.baseUrl !== undefined;
  return { ...(elsewhere ? {} : where), ...options, apiKey };
}
