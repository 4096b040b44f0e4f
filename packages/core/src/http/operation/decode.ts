import { ConnectError } from "../../error.ts";
import type { ApiResponse } from "./operation.ts";

/**
 * The response's JSON, once it holds its one required text, such as `id`. Everything else passes: the vendor marks no
 * field as required, and a payer that was created is not lost over a surprising `status`.
 *
 * @throws ConnectError `response_unreadable`: it names the missing field, and repeats nothing of the response.
 */
export function readAnswer<Field extends string>(
  response: ApiResponse,
  field: Field,
): { readonly [Name in Field]: string } & Readonly<Record<string, unknown>> {
  const answer = parseJson(response.body);
  const text = Object(answer)[field];
  if (typeof text === "string" && text) return answer as { [Name in Field]: string };
  throw unreadable(response, `The response ${answer === undefined ? "is not JSON" : `has no ${field}`}.`);
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

/** Reads the JSON object of a response. @throws ConnectError `response_unreadable`. */
export function readJson(response: ApiResponse): Readonly<Record<string, unknown>> {
  const value = parseJson(response.body);
  if (typeof value === "object" && value !== null) return value as Readonly<Record<string, unknown>>;
  throw unreadable(response, "The response is not a JSON object.");
}

/** Reads the response to a deletion: nothing, whatever the body holds. */
export function readNothing(): undefined {}

/** Returns what a JSON text holds; undefined when it is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
