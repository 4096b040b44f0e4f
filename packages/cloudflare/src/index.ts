export * from "@plastiq-connect/core";
export { type Bindings, type SecretBinding, withBindings } from "./bindings.ts";
export { createClient } from "./create-client.ts";
export { readInbound, type WorkerRequest } from "./read-inbound.ts";
