export * from "@plastiq-connect/core";
export { createClient, type NodeClient, type NodeClientOptions } from "./create-client.ts";
export type { DispatchController, Dispatcher, DispatchHandler } from "./dispatcher.ts";
export { type NodeRequest, readInbound } from "./read-inbound.ts";
