import { type Refusal, refuse } from "../operation/refusal.ts";

/**
 * Prints where the sandbox's own code failed, and returns the refusal that the caller gets. The message of the error is
 * left out of both: it can quote a value of the request.
 */
export function internalFailure(error: unknown, task: string): Refusal {
  const { name, stack = "" } = error instanceof Error ? error : { name: typeof error };
  const places = stack.split("\n").filter((line) => /^\s+at /.test(line));
  const facts = `The sandbox itself failed in ${task} (${name}).`;
  console.error(
    [`${facts} Unless one of your options or listeners threw this error, please report it:`, ...places].join("\n"),
  );
  return refuse(
    "sandbox_failed",
    `${facts} Its standard error shows where. Whether the request took effect is not known.`,
  );
}
