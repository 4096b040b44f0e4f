import { sha256 } from "@noble/hashes/sha2.js";
import type { Random } from "../account/random.ts";
import { SeedError } from "./seed.ts";

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/i;

/** Returns a source of ids for one record: its own comes first, and follows from its name unless it is given. */
export function idsOf(kind: string, name: string, given: unknown): Random {
  if (given !== undefined && (typeof given !== "string" || !UUID.test(given))) {
    throw new SeedError([kind, name, "id"], "must be a UUID.");
  }
  let count = 0;
  const digest = () => {
    count += 1;
    return sha256(new TextEncoder().encode(`${kind}/${name}/${count}`));
  };
  const hexOf = (bytes: Uint8Array) => Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return {
    hex: (bytes) => hexOf(digest().subarray(0, bytes)).toUpperCase(),
    uuid() {
      const bytes = digest().subarray(0, 16);
      if (count === 1 && given !== undefined) return given.toLowerCase();
      bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
      bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
      return hexOf(bytes).replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, "$1-$2-$3-$4-$5");
    },
  };
}

/** Tells whether a text is an id rather than a name. */
export function isId(text: string): boolean {
  return UUID.test(text);
}
