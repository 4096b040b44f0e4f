import type { EndUser } from "../../end-user/end-user.ts";
import { configurationInvalid } from "../../error.ts";
import { isObject, isRecord } from "../../schema/kind.ts";
import { type Call, presentCall } from "../operation/call.ts";
import type { Operation } from "../operation/operation.ts";
import type { Caller, CallOptions, InvokeOptions } from "./caller.ts";

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

/**
 * Returns options with copies of the end user, the headers and the extra fields, for a call that sends them only after
 * the caller may have changed them. Invalid values stay as they are, so that the call refuses them.
 */
export function copyOptions<Options extends Partial<CallOptions>>(options: Options): Options {
  const { endUser, headers, extra } = options ?? ({} as Options);
  // A spread would omit the getters of a class.
  const { userAgent, deviceId, ip } = Object(endUser) as EndUser;
  return {
    ...options,
    ...(isObject(endUser) && { endUser: { userAgent, deviceId, ip } }),
    headers: copyFields(headers),
    ...(isRecord(extra) && { extra: { body: copyJson(extra.body), query: copyFields(extra.query) } }),
  };
}

// An iterable, such as `Headers` or a `Map`, stays as it is.
function copyFields<Fields>(fields: Fields): Fields {
  return isRecord(fields) && !(Symbol.iterator in fields) ? { ...fields } : fields;
}

// What is not JSON, such as a circular object, stays as it is.
function copyJson<Data>(data: Data): Data {
  try {
    return JSON.parse(JSON.stringify(data));
  } catch {
    return data;
  }
}

/** Returns whether a value can make calls. A function also has a method `call`; a promise has none. */
export function isCaller(value: unknown): boolean {
  return typeof value === "object" && typeof (value as Caller | null)?.call === "function";
}

/** Creates the error for an argument that is not a caller. */
export function callerInvalid(): Error {
  return configurationInvalid("The first argument must be a client or a caller, as createClient() returns.");
}
