import { ConnectError } from "../../error.ts";
import { isSameId } from "../../schema/id.ts";
import { isRecord } from "../../schema/kind.ts";
import type { ApiRequest, ApiResponse } from "./operation.ts";

/**
 * Returns the response's JSON if it contains the required text field, such as `id`. Everything else is accepted: the
 * vendor marks no field as required, and a created payer must not be lost because of an unexpected `status`.
 *
 * @throws ConnectError `response_unreadable`: it names the missing field, and does not repeat the response.
 */
export function readResponse<Field extends string>(
  response: ApiResponse,
  field: Field,
): { readonly [Name in Field]: string } & Readonly<Record<string, unknown>> {
  const json = parseJson(response.body);
  const text = Object(json)[field];
  if (typeof text === "string" && text) return json as { [Name in Field]: string };
  throw json === undefined ? notJson(response) : unreadable(response, `The response has no ${field}.`);
}

/** A resource in a response. */
type Resource = { readonly id: string } & Readonly<Record<string, unknown>>;

/** Parses a resource. @throws ConnectError `response_unreadable`. */
export function readResource(response: ApiResponse): Resource {
  return readResponse(response, "id");
}

/**
 * Parses the resource that the request's path names. A broken proxy may deliver the response to another request.
 *
 * @throws ConnectError `response_unreadable`.
 */
export function readNamed(response: ApiResponse, { path }: ApiRequest): Resource {
  const resource = readResource(response);
  if (isSameId(resource.id, path.split("?")[0]?.split("/").at(-1))) return resource;
  throw unreadable(response, "The response contains a different id than the request.");
}

/** Creates the error for a 2xx response that cannot be used. */
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

/** Creates the error for a 2xx response that is not JSON. The runtime may not support its encoding. */
export function notJson(response: ApiResponse): ConnectError {
  const encoding = response.headers["content-encoding"];
  return unreadable(response, `The response is not JSON${encoding ? ` (${encoding})` : ""}.`);
}

/** Parses the JSON object of a response. @throws ConnectError `response_unreadable`. */
export function readJson(response: ApiResponse): Readonly<Record<string, unknown>> {
  const value = parseJson(response.body);
  if (isRecord(value)) return value;
  throw unreadable(response, "The response is not a JSON object.");
}

/**
 * Parses the response to a deletion. The vendor documents no content, and any JSON is accepted. A page, such as
 * a gateway's, does not prove that anything was deleted.
 *
 * @throws ConnectError `response_unreadable`.
 */
export function readNothing(response: ApiResponse): undefined {
  if (response.body.trim() && parseJson(response.body) === undefined) throw notJson(response);
}

/** Parses JSON. Returns undefined when the text is not JSON. */
export function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
