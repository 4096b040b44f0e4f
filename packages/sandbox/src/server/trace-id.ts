import type { Random } from "../account/random.ts";
import { UUID_V4 } from "../account/uuid.ts";

/**
 * Returns the trace id of the response: the caller's when it is a UUID v4, else a new one.
 *
 * An invalid one is not an error: the vendor replaces it silently.
 * @see https://docs.developer.plastiq.com/docs/request-tracing
 */
export function responseTraceId(sent: string | null, random: Random): string {
  return sent !== null && UUID_V4.test(sent) ? sent : random.uuid();
}
