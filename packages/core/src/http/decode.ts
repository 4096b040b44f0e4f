import { ConnectError } from "../error.ts";
import type { ApiResponse } from "./operation.ts";

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
    message,
    status,
    traceId,
  });
}
