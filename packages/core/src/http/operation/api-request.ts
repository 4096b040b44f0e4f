import { SECRET_FIELD } from "../../schema/secrets.ts";
import { VERSION } from "../../version.ts";
import type { ApiRequest, RequestContext } from "./operation.ts";

/** Returns a request with a JSON body. Undefined fields are omitted. */
export function jsonRequest(
  method: "POST" | "PATCH",
  path: ApiRequest["path"],
  { headers }: RequestContext,
  body: object,
): ApiRequest {
  const secrets: string[] = [];
  const text = JSON.stringify(body, (name, value) => {
    if (typeof value === "string" && SECRET_FIELD.test(name)) secrets.push(value);
    return value;
  });
  return { method, path, headers: { ...headers, "content-type": "application/json" }, body: text, secrets };
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

/** Serializes a query with its leading `?`; empty when no parameter is set. */
function queryText(query: Readonly<Record<string, string | number | undefined>>): string {
  const set = Object.entries(query).filter(([, value]) => value !== undefined);
  return set.length === 0 ? "" : `?${new URLSearchParams(set as [string, string][])}`;
}
