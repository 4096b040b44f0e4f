import { sha256 } from "@noble/hashes/sha2.js";
import { hexOf } from "./uuid.ts";

/**
 * Returns the first 8 bytes of a SHA-256 as 16 hex digits: enough to recognize a credential, but not to use it.
 *
 * Synchronous, unlike WebCrypto, whose thread pool makes the order of concurrent requests random.
 */
export function fingerprint(text: string): string {
  return hexOf(sha256(new TextEncoder().encode(text)).subarray(0, 8));
}
