import { inputInvalid } from "../../error.ts";
import type { Replay } from "../../outcome.ts";
import { isUuidV4 } from "../../schema/id.ts";
import { bareRequest, jsonText } from "../operation/api-request.ts";
import type { Call } from "../operation/call.ts";
import { unreadable } from "../operation/decode.ts";
import { checkQuery, textsOf } from "../operation/extra.ts";
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

function replayOf({ method, replay, idempotencyKey }: ApiRequestInput): Replay {
  return replay ?? (idempotencyKey !== undefined ? "idempotency-key" : method === "GET" ? "safe" : "never");
}

function check(input: ApiRequestInput): void {
  const { method, path, body, idempotencyKey } = Object(input) as ApiRequestInput;
  const refuse = (field: string, rule: string): never => {
    throw inputInvalid(`The input is not valid: ${field} ${rule}.`, field);
  };
  if (!METHODS.includes(method)) refuse("method", `must be one of ${METHODS.join(", ")}`);
  if (typeof path !== "string" || !PATH.test(path)) refuse("path", "must begin with / and have no query, . or ..");
  if (method === "GET" && body !== undefined) refuse("body", "cannot be sent with GET");
  const replay = replayOf(input);
  if (!REPLAYS.includes(replay)) refuse("replay", `must be one of ${REPLAYS.join(", ")}`);
  if (replay === "idempotency-key" ? !isUuidV4(idempotencyKey) : idempotencyKey !== undefined) {
    refuse("idempotencyKey", 'must be a UUID v4, and replay must be "idempotency-key"');
  }
}

/** The operation of {@link requestApi}. */
export const requestOperation: Operation<ApiRequestInput, unknown> = {
  name: "request",
  replay: replayOf,
  encode(input, { headers }) {
    check(input);
    const { method, path, query, body, idempotencyKey } = input;
    checkQuery(query, "query");
    const bare = bareRequest("GET", path as ApiRequest["path"], { headers }, query ?? {});
    return {
      method,
      path: bare.path,
      headers: {
        ...headers,
        ...(body === undefined ? {} : { "content-type": "application/json" }),
        ...(idempotencyKey === undefined ? {} : { "idempotency-key": idempotencyKey.toLowerCase() }),
      },
      body: body === undefined ? undefined : jsonText(body),
      secrets: [...textsOf(query), ...textsOf(body)],
    };
  },
  decode(response) {
    if (response.body === "") return undefined;
    try {
      return JSON.parse(response.body);
    } catch {
      throw unreadable(response, "The response is not JSON.");
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
