import { type ConnectError, isConnectError } from "@plastiq-connect/node";
import { expect, type Fact } from "./story.ts";

/** The error that a call must end in. */
export async function expectedError(call: Promise<unknown>): Promise<ConnectError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  expect(error !== undefined, "The call went through.");
  if (!isConnectError(error)) throw error;
  return error;
}

/** Returns the facts about an error that are shown. */
export function factsOf(error: ConnectError): Fact[] {
  return [
    ["error", `${error.status} ${error.code}, outcome ${error.outcome}`],
    ["the vendor says", error.details.join(" ")],
  ];
}
