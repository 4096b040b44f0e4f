import * as v from "valibot";
import { ConnectError, MAY_HAVE_HAPPENED } from "./error.ts";
import type { ApiResponse } from "./operation.ts";

/**
 * The input, once the request model accepts it.
 *
 * @throws ConnectError `input_invalid`: `details` and the message name every refused field, and repeat no value.
 */
export function checkInput<Output>(schema: v.GenericSchema<unknown, Output>, input: unknown): Output {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  const details = result.issues.map(describe);
  throw new ConnectError({
    code: "input_invalid",
    outcome: "not-sent",
    message: `The input was refused: ${details.join("; ")}.`,
    details,
  });
}

/**
 * The answer's JSON, once it holds its one required text, such as `id`. Everything else passes: the vendor marks no
 * field as required, and a payer that was created is not lost over a surprising `status`.
 *
 * @throws ConnectError `response_unreadable`: it names the missing field, and repeats nothing of the answer.
 */
export function readAnswer<Field extends string>(
  response: ApiResponse,
  field: Field,
): { readonly [Name in Field]: string } & Readonly<Record<string, unknown>> {
  let answer: Record<string, unknown> | undefined;
  try {
    answer = Object(JSON.parse(response.body));
  } catch {}
  if (!answer || typeof answer[field] !== "string" || answer[field] === "") {
    throw unreadable(response, answer ? `The answer has no ${field}.` : "The answer is not JSON.");
  }
  return answer as { [Name in Field]: string };
}

/** The error of a 2xx that is not what the API promises. */
export function unreadable(
  { status, traceId }: Pick<ApiResponse, "status" | "traceId">,
  message: string,
): ConnectError {
  return new ConnectError({
    code: "response_unreadable",
    outcome: "unknown",
    message: `${message} ${MAY_HAVE_HAPPENED}`,
    status,
    traceId,
  });
}

// valibot's own messages repeat the received value, which may be a card number.
function describe(issue: v.BaseIssue<unknown>): string {
  const path = issue.path?.map(({ key }) => key).join(".") ?? "it";
  // An unknown field's name is the caller's text, too: what has three digits in a row may be a number in the wrong place.
  const field = /^(?!.*\d{3})[\w.]{1,60}$/.test(path) ? path : "a field";
  if (issue.kind === "validation") return `${field} ${issue.message}`;
  if (issue.expected === "never") return `${field} is not a known field`;
  return issue.received === "undefined" ? `${field} is missing` : `${field} must be ${issue.expected}`;
}
