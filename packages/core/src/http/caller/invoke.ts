import { configurationInvalid } from "../../error.ts";
import { type Call, presentCall } from "../operation/call.ts";
import type { Operation } from "../operation/operation.ts";
import type { Caller, InvokeOptions } from "./caller.ts";

/**
 * Makes a call for an operation function. Checks the caller, because in code without types it may be anything.
 *
 * @throws ConnectError `configuration_invalid` (the call rejects) when it is not a caller.
 */
export function invoke<Input, Output>(
  caller: Caller,
  operation: Operation<Input, Output>,
  input: Input,
  options: InvokeOptions,
): Call<Output> {
  try {
    if (isCaller(caller)) return caller.call(operation, input, options);
    throw callerInvalid();
  } catch (error) {
    // That of a getter of the options.
    return presentCall(Promise.reject(error));
  }
}

/** Returns whether a value can make calls. Functions do not count, although they have a method `call`. */
export function isCaller(value: unknown): boolean {
  return typeof value === "object" && typeof (value as Caller | null)?.call === "function";
}

/** Creates the error for an argument that is not a caller. */
export function callerInvalid(): Error {
  return configurationInvalid("The first argument must be a client or a caller, as createClient() returns.");
}
