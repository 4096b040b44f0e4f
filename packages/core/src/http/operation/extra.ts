import { inputInvalid } from "../../error.ts";
import { isRecord } from "../../schema/kind.ts";
import { freeJson } from "./free-json.ts";
import type { ApiRequest } from "./operation.ts";

/** Fields that the request model does not contain. */
export interface Extra {
  /**
   * Added to the body. Objects are merged; fields of the request cannot be replaced. An update with such fields is not
   * retried when it may have taken effect.
   */
  readonly body?: Readonly<Record<string, unknown>> | undefined;
  /** Added to the query. */
  readonly query?: Readonly<Record<string, string | number | boolean | undefined>> | undefined;
}

/**
 * Adds the extra fields to a request. Their values are redacted like secrets.
 *
 * @throws ConnectError `input_invalid`, naming the field.
 */
export function withExtra(request: ApiRequest, extra: Extra | null | undefined): ApiRequest {
  if (!extra) return request;
  // A spread would omit the getters of a class.
  const { body, query, ...others } = extra;
  if (!isRecord(extra) || !isRecord(body ?? {}) || Object.keys(others)[0])
    throw inputInvalid("extra must have only body and query.");
  const [path = "", sent] = request.path.split("?");
  checkQuery(query, "extra.query");
  const parameters = merged(Object.fromEntries(new URLSearchParams(sent)), query, "extra.query");
  const text = String(new URLSearchParams(parameters as Record<string, string>));
  const own = freeJson({ body, query }, "extra.body");
  const fields = merged(JSON.parse(request.body ?? "{}"), JSON.parse(own.body).body, "extra.body");
  if (body && request.method === "GET") throw inputInvalid("extra.body cannot be sent with GET.");
  return {
    ...request,
    path: `${path}${text && `?${text}`}` as ApiRequest["path"],
    ...(body && {
      headers: { ...request.headers, "content-type": "application/json" },
      body: JSON.stringify(fields),
    }),
    secrets: [...request.secrets, ...own.secrets],
  };
}

function merged(known: object, extra: object | undefined, path: string): Readonly<Record<string, unknown>> {
  // Without a prototype, a field named `__proto__` is sent like any other, in every runtime.
  const all: Record<string, unknown> = { __proto__: null, ...known };
  for (const [name, value] of Object.entries(extra ?? {})) {
    const own = all[name];
    const at = `${path}.${name}`;
    if (value === undefined) continue;
    if (own === undefined) all[name] = value;
    else if (isRecord(own) && isRecord(value)) all[name] = merged(own, value, at);
    else throw inputInvalid(`${at} cannot replace what the request sets.`, at);
  }
  return all;
}

/** Checks the parameters of a query. @throws ConnectError `input_invalid`. */
export function checkQuery(query: object | undefined, path: string): void {
  const given = query ?? {};
  if (!isRecord(given) || !Object.values(given).every((value) => /^(?:[nu]|boo|str)/.test(typeof value)))
    throw inputInvalid(`${path} must contain only strings, numbers and booleans.`, path);
}
