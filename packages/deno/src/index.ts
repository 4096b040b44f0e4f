export * from "@plastiq-connect/core";
export { createClient } from "./create-client.ts";
export { type DenoRequest, type DenoServeInfo, readInbound } from "./read-inbound.ts";
