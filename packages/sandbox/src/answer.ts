import { type ApiRefusal, refusalBody } from "./api-refusal.ts";
import type { ErrorShape } from "./options.ts";

/** An answer before the headers that every answer carries are added. */
export interface Answer {
  readonly status: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>> | null;
}

export function jsonAnswer(status: number, body: object, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, headers: { "content-type": "application/json", ...headers }, body: JSON.stringify(body) };
}

export function refusalAnswer(refusal: ApiRefusal, shape: ErrorShape, traceId: string): Answer {
  return jsonAnswer(refusal.status, refusalBody(refusal, shape, traceId), refusal.headers);
}
