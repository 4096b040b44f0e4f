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
  /** The JSON text; undefined where there is none. */
  readonly body: string | undefined;
  /** Texts in the body that no error and no hook may show, such as a card number. */
  readonly secrets: readonly string[];
}

/** One whole response. */
export interface ApiResponse {
  /** The HTTP status. */
  readonly status: number;
  /** Names in lower case. Redacted: {@link retryAfter} was read before. */
  readonly headers: Readonly<Record<string, string>>;
  /** The text, whole. Empty for an error whose body was too long. */
  readonly body: string;
  /** The vendor's `Trace-Id`, or the one that was sent when the response has none. */
  readonly traceId: string;
  /** When the request was sent, in milliseconds since 1970. */
  readonly sentAt: number;
  /** How long the response asks to wait (`Retry-After`), in milliseconds. Read before the headers are redacted. */
  readonly retryAfter?: number | undefined;
  /**
   * True if it is the stored response of an earlier request with the same idempotency key. Undefined for a request without
   * a key.
   */
  readonly replayed?: boolean | undefined;
}

/** The context in which every operation makes a request. */
export interface RequestContext {
  /** Those of every call: the trace id, and who the end user is. */
  readonly headers: Readonly<Record<string, string>>;
}

/** One API call, described once. Encoding and decoding are pure. */
export interface Operation<Input, Output> {
  /** As the plain function is called, such as `createClientSecret`. */
  readonly name: string;
  /** Permission to retry a failed attempt; a function when it depends on the input. */
  readonly replay: Replay | ((input: Input) => Replay);
  /**
   * Set for a deletion: a 404 with the vendor's own error, after an attempt of the same call that may have taken effect,
   * counts as success.
   */
  readonly goneIsDone?: boolean;
  /** The known fields of its responses, for the `onDrift` hook. */
  readonly model?: () => Model;
  /** Checks the input and makes the request out of it. @throws ConnectError `input_invalid`, naming the field. */
  encode(input: Input, context: RequestContext): ApiRequest;
  /** Reads the 2xx that answered the request. @throws ConnectError `response_unreadable`, naming the field. */
  decode(response: ApiResponse, request: ApiRequest): Output;
}
