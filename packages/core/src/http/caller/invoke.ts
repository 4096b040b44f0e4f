import { configurationInvalid } from "../../error.ts";
import { type Call, presentCall } from "../operation/call.ts";
import type { Operation } from "../operation/operation.ts";
import type { Caller, InvokeOptions } from "./caller.ts";

/**
 * Makes a call of an operation function. Without types, its caller may be anything.
 *
 * @throws ConnectError `configuration_invalid` (the call rejects) for what is not a caller.
 */
export function invoke<Input, Output>(
  caller: Caller,
  operation: Operation<Input, Output>,
  input: Input,
  options: InvokeOptions,
): Call<Output> {
  return isCaller(caller) ? caller.call(operation, input, options) : presentCall(Promise.reject(callerInvalid()));
}

/** Returns whether a value can make calls. A function also has a method `call`; a promise has none. */
export function isCaller(value: unknown): boolean {
  return typeof value === "object" && typeof (value as Caller | null)?.call === "function";
}

/** Creates the error for an argument that is not a caller. */
export function callerInvalid(): Error {
  return configurationInvalid("The first argument must be a client or a caller, as createClient() returns.");
}
