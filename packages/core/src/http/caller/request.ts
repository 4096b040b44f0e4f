import type { Replay } from "../../outcome.ts";
import { isUuidV4 } from "../../schema/id.ts";
import { inputError } from "../../schema/input-error.ts";
import { bareRequest } from "../operation/api-request.ts";
import type { Call } from "../operation/call.ts";
import { notJson } from "../operation/decode.ts";
import { checkQuery } from "../operation/extra.ts";
import { freeJson } from "../operation/free-json.ts";
import type { ApiRequest, Operation } from "../operation/operation.ts";
import type { Caller, CallOptions } from "./caller.ts";
import { invoke } from "./invoke.ts";

/** A request to an endpoint that this release does not cover. */
export interface ApiRequestInput {
  /** The HTTP method. */
  readonly method: ApiRequest["method"];
  /** The path below the base URL, such as `/payments`. */
  readonly path: string;
  /** The query parameters. */
  readonly query?: Readonly<Record<string, string | number | undefined>> | undefined;
  /** The body, sent as JSON. */
  readonly body?: unknown;
  /**
   * Sets whether the request may be retried when it may have taken effect. Default: `safe` for GET, `idempotency-key`
   * with a key, otherwise `never`.
   */
  readonly replay?: Replay | undefined;
  /** A UUID v4, sent as `Idempotency-Key`. */
  readonly idempotencyKey?: string | undefined;
}

// Segments of path characters. None is "." or "..", escaped or not, and none has an escaped slash or backslash.
const PATH = /^(?:\/(?!(?:\.|%2e){1,2}(?:\/|$))(?:[\w.~!$&'()*+,;=:@-]|%(?!2f|5c)[\da-f]{2})+)+$/i;
const METHODS = ["GET", "POST", "PATCH", "DELETE"];
const REPLAYS = ["safe", "idempotency-key", "never"];

/** The operation of {@link requestApi}. */
export const requestOperation: Operation<ApiRequestInput, unknown> = {
  name: "request",
  replay: "never",
  encode(input, { headers }) {
    // Read once: a getter may return another value the next time.
    const { method, path, query, body, replay, idempotencyKey } = Object(input) as ApiRequestInput;
    const refuse = (field: string, rule: string): never => {
      throw inputError([{ path: field, rule }]);
    };
    if (!METHODS.includes(method)) refuse("method", `must be one of ${METHODS.join(", ")}`);
    if (typeof path !== "string" || !PATH.test(path)) refuse("path", "must begin with / and have no query, . or ..");
    if (method === "GET" && body !== undefined) refuse("body", "cannot be sent with GET");
    const own = replay ?? (idempotencyKey !== undefined ? "idempotency-key" : method === "GET" ? "safe" : "never");
    if (!REPLAYS.includes(own)) refuse("replay", `must be one of ${REPLAYS.join(", ")}`);
    if (own === "idempotency-key" ? !isUuidV4(idempotencyKey) : idempotencyKey !== undefined) {
      refuse("idempotencyKey", 'must be a UUID v4, and replay must be "idempotency-key"');
    }
    checkQuery(query, "query");
    const sent = freeJson(body, "body");
    const bare = bareRequest("GET", path as ApiRequest["path"], { headers }, query ?? {});
    return {
      method,
      path: bare.path,
      headers: {
        ...headers,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(idempotencyKey && { "idempotency-key": idempotencyKey.toLowerCase() }),
      },
      body: sent.body,
      secrets: [...sent.secrets, ...freeJson(query, "query").secrets],
      replay: own,
    };
  },
  decode(response) {
    if (response.body === "") return undefined;
    try {
      return JSON.parse(response.body);
    } catch {
      throw notJson(response);
    }
  },
};

/**
 * Calls an endpoint that this release does not cover, with the same retries, redaction and errors as any other call.
 * Returns the parsed JSON of the response, or undefined for an empty one. The endpoint of the example is invented.
 *
 * @throws ConnectError (the call rejects).
 * @example
 * ```ts
 * import { type Caller, requestApi } from "@plastiq-connect/core";
 *
 * export function cancelIntent(caller: Caller, id: string): Promise<unknown> {
 *   return requestApi(caller, { method: "DELETE", path: `/payment-intents/${id}` }, { endUser: "none" });
 * }
 * ```
 */
export function requestApi<Output = unknown>(
  caller: Caller,
  input: ApiRequestInput,
  options: CallOptions,
): Call<Output> {
  return invoke(caller, requestOperation as Operation<ApiRequestInput, Output>, input, options);
}
