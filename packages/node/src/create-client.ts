import type { Caller, Client } from "@plastiq-connect/core";
import {
  type AdapterOptions,
  attachOperations,
  configurationInvalid,
  presentCall,
} from "@plastiq-connect/core/adapter";
import { type NodeCallerOptions, openCaller } from "./create-caller.ts";
import { optionsFromEnv } from "./options-from-env.ts";

/** Options for `createClient`. Missing options come from the environment variables. */
export interface NodeClientOptions extends AdapterOptions, Pick<NodeCallerOptions, "dispatcher" | "connections"> {}

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
  const { caller, close } = openCaller({ ...settings, dispatcher, fetch, connections });
  return closableClient(caller, close);
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
