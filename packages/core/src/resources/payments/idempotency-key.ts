import { inputInvalid } from "../../error.ts";
import { isUuidV4 } from "../../schema/id.ts";
import { hexOf, sha256 } from "../../schema/sha256.ts";

/** Returns the given key in lower case, or a new one for `"generate"`. @throws ConnectError `input_invalid`. */
export function checkedKey(key: unknown): string {
  if (key === "generate") return crypto.randomUUID();
  // A database returns a UUID in lower case, however it was stored.
  if (isUuidV4(key)) return key.toLowerCase();
  throw inputInvalid(
    'idempotencyKey must be a UUID v4, as idempotencyKeyFor returns, or "generate".',
    "idempotencyKey",
  );
}

/**
 * Derives an idempotency key from text, so that the same text gives the same key after a crash.
 *
 * Use values that never change: the environment, the payer, the order and the number of the attempt. Never use the
 * whole request: a volatile field changes the key, and the payer is charged twice. The key works only with the same
 * request body, so also store the payment intent's id. Increase the attempt after a decline or a change.
 *
 * The composed and the decomposed Unicode form of a text give the same key. Everything else counts, such as letter case
 * and spaces at the ends. The text can have any length.
 *
 * @throws ConnectError (it rejects): `input_invalid` when it is not one text, is empty, or has half of a surrogate pair;
 * `configuration_invalid` where WebCrypto is missing, as on a page without HTTPS.
 * @example
 * ```ts
 * import { idempotencyKeyFor } from "@plastiq-connect/core";
 *
 * export function keyOf(payerId: string, order: string, attempt: number): Promise<string> {
 *   return idempotencyKeyFor(`production/${payerId}/${order}/${attempt}`);
 * }
 * ```
 */
export function idempotencyKeyFor(text: string): Promise<string>;
export async function idempotencyKeyFor(text: string, more?: unknown, list?: unknown): Promise<string> {
  // Nobody may pass the order number as a second argument, and lose it. `map` passes an index and the list.
  const isOne = more === undefined || typeof list === "object";
  // The encoder replaces each lone surrogate by the same character, so two texts would share a key.
  if (typeof text !== "string" || !text || !isOne || /\p{Surrogate}/u.test(text)) {
    throw inputInvalid("idempotencyKeyFor needs one text, well-formed and not empty.");
  }
  const bytes = (await sha256(text.normalize())).slice(0, 16);
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  return hexOf(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}
