export type { SandboxChange } from "./changes.ts";
export type { RequestInfo } from "./exchange.ts";
export type { Fault } from "./fault.ts";
export type { ErrorShape, OperationName, SandboxOptions } from "./options.ts";
export { LOCAL_API_KEY, LOCAL_PAYER_ID } from "./options.ts";
export type { Address, PayerRecord } from "./payers.ts";
export { createSandbox, type Sandbox } from "./sandbox.ts";
export type { SandboxControl, SandboxState } from "./sandbox-control.ts";
export type { SeenRequest } from "./seen.ts";
