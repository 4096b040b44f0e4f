import { attachOperations, createCaller } from "@plastiq-connect/core";
import { type NodeClient, type NodeClientOptions, withEnvironmentVariables } from "./create-client.ts";

export * from "@plastiq-connect/core";
export type { NodeClient, NodeClientOptions } from "./create-client.ts";
export type { DispatchController, Dispatcher, DispatchHandler } from "./dispatcher.ts";
export { type NodeRequest, readInbound } from "./read-inbound.ts";

/** As Node's, over Bun's own `fetch`: it is the fast one there, and obeys the proxy variables. */
export function createClient(options: NodeClientOptions = {}): NodeClient {
  return { ...attachOperations(createCaller(withEnvironmentVariables(options))), close: async () => {} };
}
