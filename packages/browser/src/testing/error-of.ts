import { type ConnectError, isConnectError } from "@plastiq-connect/core";

/** Returns the ConnectError that a call rejects with. Anything else fails the test. */
export async function errorOf(call: Promise<unknown>): Promise<ConnectError> {
  const result = await call.then(
    () => new Error("It succeeded."),
    (error) => error,
  );
  if (isConnectError(result)) return result;
  throw result;
}
