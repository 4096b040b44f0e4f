import type { Replay } from "../../outcome.ts";
import type { Model } from "../../schema/model.ts";

/** One request as it goes over the wire, without the credential. */
export interface ApiRequest {
  /** The HTTP method. */
  readonly method: "GET" | "POST" | "PATCH" | "DELETE";
  /** Below the base URL. */
  readonly path: `/${string}`;
  /** Names in lower case, without the credential. */
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON text, if there is a body. */
  readonly body: string | undefined;
  /** Texts in the body that must not appear in an error or a hook, such as a card number. */
  readonly secrets: readonly string[];
  /** The permission to retry a failed attempt, where it depends on the request. Default: that of the operation. */
  readonly replay?: Replay | undefined;
}

/** One complete response. */
export interface ApiResponse {
  /** The HTTP status. */
  readonly status: number;
  /** The headers, with names in lower case. Redacted: {@link retryAfter} was read before. */
  readonly headers: Readonly<Record<string, string>>;
  /** The whole text. Empty for an error whose body was too long. */
  readonly body: string;
  /** The vendor's `Trace-Id`, or the one that was sent if the response has none. */
  readonly traceId: string;
  /** When the request was sent, in milliseconds since 1970. */
  readonly sentAt: number;
  /** The requested wait (`Retry-After`), in milliseconds. Parsed before the headers are redacted. */
  readonly retryAfter?: number | undefined;
  /**
   * True if it is the replay of an earlier response for the same idempotency key. Undefined for a request without a
   * key.
   */
  readonly replayed?: boolean | undefined;
}

/** The context in which an operation creates a request. */
export interface RequestContext {
  /** The headers of every call: the trace id and the end user. */
  readonly headers: Readonly<Record<string, string>>;
}

/** One API call, described once. Encoding and decoding are pure. */
export interface Operation<Input, Output> {
  /** The name of the plain function, such as `createClientSecret`. */
  readonly name: string;
  /** The permission to retry a failed attempt. {@link ApiRequest.replay} overrides it for one request. */
  readonly replay: Replay;
  /**
   * Set for a deletion: a 404 with the vendor's own error, after an attempt of the same call that may have taken effect,
   * counts as success.
   */
  readonly goneIsDone?: boolean;
  /** Returns the known fields of its responses, for the `onDrift` hook. */
  readonly model?: () => Model;
  /** Validates the input and creates the request. @throws ConnectError `input_invalid`, naming the field. */
  encode(input: Input, context: RequestContext): ApiRequest;
  /** Parses the 2xx response to the request. @throws ConnectError `response_unreadable`, naming the field. */
  decode(response: ApiResponse, request: ApiRequest): Output;
}
