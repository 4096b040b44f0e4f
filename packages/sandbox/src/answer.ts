import { type ApiRefusal, refusalBody } from "./api-refusal.ts";
import type { ErrorShape } from "./options.ts";

/** An answer before the headers that every answer carries are added. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>> | null;
}

/** An answer with this body as JSON. The headers go beside its content type, and may replace it. */
export function jsonAnswer(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}

/** A refusal as an answer, in one of the vendor's two published error shapes. The trace id goes into its body. */
export function refusalAnswer(refusal: ApiRefusal, shape: ErrorShape, traceId: string): Answer {
  return jsonAnswer(refusal.status, refusalBody(refusal, shape, traceId), refusal.headers);
}
