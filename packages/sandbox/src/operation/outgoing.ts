import type { ErrorShape } from "../settings.ts";
import { type ErrorResponse, errorBody } from "./refusal.ts";
import type { Reply } from "./reply.ts";

/** A response before the headers that every response carries are added. */
export interface Outgoing {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>> | null;
}

const JSON_HEADERS: Readonly<Record<string, string>> = { "content-type": "application/json" };

/** Returns the response with an operation's reply. */
export function outgoingReply({ status, headers, body }: Reply): Outgoing {
  return body === undefined
    ? { status, headers, body: null }
    : { status, headers: { ...JSON_HEADERS, ...headers }, body: JSON.stringify(body) };
}

/** Returns an error response in one of the vendor's two published shapes. The trace id goes into its body. */
export function outgoingError(error: ErrorResponse, shape: ErrorShape, traceId: string): Outgoing {
  const headers = { ...JSON_HEADERS, ...error.headers };
  return { status: error.status, headers, body: JSON.stringify(errorBody(error, shape, traceId)) };
}
