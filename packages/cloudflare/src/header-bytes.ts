import type { Fetch } from "@plastiq-connect/core";

// workerd reads and writes header values as UTF-8. Every other runtime, and core, take one character for one byte. These
// two make the difference invisible, so that a user agent of any script arrives upstream byte for byte.

// What workerd makes of bytes that are not UTF-8. What they were is lost.
const LOST = "\ufffd";

/** A header value of workerd's with one character for each of its bytes; undefined when workerd could not read it. */
export function readHeaderBytes(value: string): string | undefined {
  if (value.includes(LOST)) return undefined;
  return String.fromCharCode(...new TextEncoder().encode(value));
}

/** A fetch that sends header values as the bytes that their characters stand for, where these are UTF-8. */
export function sendHeaderBytes(fetch: Fetch): Fetch {
  return (url, init) => {
    const headers = { ...init.headers };
    for (const name in headers) headers[name] = writable(headers[name] as string);
    return fetch(url, { ...init, headers });
  };
}

function writable(value: string): string {
  // Nearly all are ASCII, which reads the same either way.
  if (/^[\0-\x7f]*$/.test(value)) return value;
  try {
    const bytes = Uint8Array.from(value, (character) => character.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    // Bytes that workerd cannot send.
    return value;
  }
}
