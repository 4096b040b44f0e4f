import type { Random } from "../account/random.ts";

const UUID_V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/i;

/**
 * Returns the trace id of the response: the caller's when it is a UUID v4, else a new one.
 *
 * An invalid one is not an error: the vendor replaces it without a word.
 * @see https://docs.developer.plastiq.com/docs/request-tracing
 */
export function responseTraceId(sent: string | null, random: Random): string {
  return sent !== null && UUID_V4.test(sent) ? sent : random.uuid();
}
