import { sha256 } from "@noble/hashes/sha2.js";

/**
 * Returns the first 8 bytes of a SHA-256 as 16 hex digits: enough to recognize a credential, but not to use it.
 *
 * Synchronous, unlike WebCrypto, whose thread pool makes the order of concurrent requests random.
 */
export function fingerprint(text: string): string {
  const digest = sha256(new TextEncoder().encode(text));
  return Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
