import { unreadable } from "./decode.ts";
import type { ApiResponse } from "./operation.ts";
import { parseJson } from "./parse-json.ts";

/** Reads the JSON object of a response. @throws ConnectError `response_unreadable`. */
export function readJson(response: ApiResponse): Readonly<Record<string, unknown>> {
  const value = parseJson(response.body);
  if (typeof value === "object" && value !== null) return value as Readonly<Record<string, unknown>>;
  throw unreadable(response, "The response is not a JSON object.");
}

/** Reads the response to a deletion: nothing, whatever the body holds. */
export function readNothing(): undefined {}
