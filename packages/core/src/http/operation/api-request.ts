import { inputInvalid } from "../../error.ts";
import { secretsIn } from "../../schema/secrets.ts";
import { VERSION } from "../../version.ts";
import type { ApiRequest, RequestContext } from "./operation.ts";

/** Returns a request with a JSON body. Undefined fields are omitted. */
export function jsonRequest(
  method: "POST" | "PATCH",
  path: ApiRequest["path"],
  { headers }: RequestContext,
  body: object,
): ApiRequest {
  return {
    method,
    path,
    headers: { ...headers, "content-type": "application/json" },
    body: jsonText(body),
    secrets: secretsIn(body),
  };
}

/**
 * Returns a request without a body and without end-user headers, which the vendor does not document for these
 * operations.
 */
export function bareRequest(
  method: "GET" | "POST" | "DELETE",
  path: ApiRequest["path"],
  context: RequestContext,
  query: Readonly<Record<string, string | number | undefined>> = {},
): ApiRequest {
  const { headers } = withoutEndUser(context);
  return { method, path: `${path}${queryText(query)}`, headers, body: undefined, secrets: [] };
}

/**
 * Returns the context without the end-user headers, for operations that do not document them: a person's address is
 * sent only where the vendor asks for it.
 */
export function withoutEndUser({ headers }: RequestContext): RequestContext {
  const kept = Object.entries(headers).filter(([name]) => !name.startsWith("end-user-"));
  const own = Object.fromEntries(kept);
  // In a browser the header is missing, because the browser sets its own.
  if (own["user-agent"]) own["user-agent"] = `plastiq-connect/${VERSION}`;
  return { headers: own };
}

/**
 * Serializes a body. @throws ConnectError `input_invalid` for a value that JSON cannot represent, such as a circular
 * one.
 */
export function jsonText(body: unknown): string {
  try {
    return JSON.stringify(body);
  } catch {
    // The engine's own message may quote the input.
    throw inputInvalid("The input cannot be serialized as JSON. Pass plain data without circular references.");
  }
}

/** Serializes a query with its leading `?`; empty when no parameter is set. */
function queryText(query: Readonly<Record<string, string | number | undefined>>): string {
  const set = Object.entries(query).filter(([, value]) => value !== undefined);
  return set.length === 0 ? "" : `?${new URLSearchParams(set as [string, string][])}`;
}
