import { inputInvalid } from "../../error.ts";
import { jsonText } from "./api-request.ts";
import type { ApiRequest } from "./operation.ts";

/** Fields that the request model does not contain. */
export interface Extra {
  /** Added to the body. Objects are merged; fields of the request cannot be replaced. */
  readonly body?: Readonly<Record<string, unknown>> | undefined;
  /** Added to the query. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
}

/**
 * Adds the extra fields to a request. Their values are redacted like secrets.
 *
 * @throws ConnectError `input_invalid`, naming the field.
 */
export function withExtra(request: ApiRequest, { body, query }: Extra): ApiRequest {
  const [path = "", sent] = request.path.split("?");
  const parameters = Object.fromEntries(new URLSearchParams(sent));
  merge(parameters, query, "query");
  const text = String(new URLSearchParams(parameters));
  const fields = JSON.parse(request.body ?? "{}");
  merge(fields, body, "body");
  if (body && request.method === "GET") throw inputInvalid("A GET request cannot have extra.body.");
  return {
    ...request,
    path: `${path}${text && `?${text}`}` as ApiRequest["path"],
    ...(body && { headers: { ...request.headers, "content-type": "application/json" }, body: jsonText(fields) }),
    secrets: [...request.secrets, ...textsOf([body, query])],
  };
}

function merge(known: Record<string, unknown>, extra: object | undefined, path: string): void {
  for (const [name, value] of Object.entries(extra ?? {})) {
    const own = Object.hasOwn(known, name) ? known[name] : undefined;
    if (value === undefined) continue;
    if (own === undefined) known[name] = value;
    else if (isFields(own) && isFields(value)) merge(own, value, `${path}.${name}`);
    else throw inputInvalid(`extra.${path}.${name} cannot replace what the request sets.`, `extra.${path}.${name}`);
  }
}

function isFields(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** Returns every string in a value that is long enough not to occur by chance. */
export function textsOf(value: unknown): string[] {
  if (typeof value === "object" && value !== null) return Object.values(value).flatMap(textsOf);
  const text = String(value);
  return (typeof value === "string" && text.length > 3) || (typeof value === "number" && text.length > 2) ? [text] : [];
}
