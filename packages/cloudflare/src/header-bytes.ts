import type { Fetch } from "@plastiq-connect/core";

// workerd reads and writes header values as UTF-8. Every other runtime, and core, use one character for one byte. These
// functions convert between both, so that the vendor gets a user agent byte for byte.

// workerd's replacement for bytes that are not UTF-8. The original bytes are lost.
const LOST = "\ufffd";

/**
 * Converts a header value of workerd to one character for each byte. Returns undefined when workerd could not decode
 * it.
 */
export function readHeaderBytes(value: string): string | undefined {
  if (value.includes(LOST)) return undefined;
  return String.fromCharCode(...new TextEncoder().encode(value));
}

/** Returns a fetch that sends each character of a header value as one byte, if the bytes are valid UTF-8. */
export function sendHeaderBytes(fetch: Fetch): Fetch {
  return (url, init) => {
    // Fast path: most values are ASCII, which is the same in both forms.
    if (!/[\x80-\xff]/.test(JSON.stringify(init.headers))) return fetch(url, init);
    const headers = Object.entries(init.headers).map(([name, value]) => [name, writable(value)]);
    return fetch(url, { ...init, headers: Object.fromEntries(headers) });
  };
}

function writable(value: string): string {
  try {
    const bytes = Uint8Array.from(value, (character) => character.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // Bytes that workerd cannot send.
    return value;
  }
}
