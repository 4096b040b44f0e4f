import { sha256 } from "@noble/hashes/sha2.js";

/**
 * Returns the first 8 bytes of a SHA-256 as 16 hex digits: enough to recognize a credential, useless to replay it.
 *
 * Synchronous, unlike WebCrypto, whose thread pool would make the order of concurrent requests a matter of chance.
 */
export function fingerprint(text: string): string {
  const digest = sha256(new TextEncoder().encode(text));
  return Array.from(digest.subarray(0, 8), (byte) => byte.toString(16).padStart(2, "0")).join("");
}
