import { sha256 } from "@noble/hashes/sha2.js";
import type { Random } from "../account/random.ts";
import { hexOf, UUID, uuidOf } from "../account/uuid.ts";
import { SeedError } from "./seed.ts";

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
  return {
    hex: (bytes) => hexOf(digest().subarray(0, bytes)).toUpperCase(),
    uuid() {
      const derived = uuidOf(digest().subarray(0, 16));
      return count === 1 && given !== undefined ? given.toLowerCase() : derived;
    },
  };
}

/** Returns whether a text is an id rather than a name. */
export function isId(text: string): boolean {
  return UUID.test(text);
}
