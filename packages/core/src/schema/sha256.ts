import { configurationInvalid } from "../error.ts";

/** Returns the SHA-256 of text. @throws ConnectError `configuration_invalid` where WebCrypto is missing. */
export async function sha256(text: string): Promise<Uint8Array> {
  const subtle = globalThis.crypto?.subtle;
  if (!subtle) throw configurationInvalid("crypto.subtle is missing: use HTTPS or a polyfill.");
  return new Uint8Array(await subtle.digest("SHA-256", new TextEncoder().encode(text)));
}

/** Returns bytes in hexadecimal. */
export function hexOf(bytes: Uint8Array): string {
  return Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
}
