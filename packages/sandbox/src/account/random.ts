import { hexOf, uuidOf } from "./uuid.ts";

const LARGEST_SEED = 2 ** 32 - 1;

/** The source of ids and secrets. */
export interface Random {
  /** A UUID v4. */
  uuid(): string;
  /** Returns this many bytes as upper-case hexadecimal digits. */
  hex(bytes: number): string;
}

/** A source that can be started again. */
export interface RandomSource extends Random {
  /** The seed of the sequence that is drawn from, or null. */
  seed(): number | null;
  /** Starts the sequence of a seed. Null: WebCrypto. */
  reseed(seed: number | null): void;
  /** Makes no id or secret of a seed that this text contains. */
  avoid(text: string): void;
  /** Goes back to the start of the source that it was created with. */
  reset(): void;
}

/**
 * Creates a random source from a function that returns numbers from 0 up to but not including 1, such as `Math.random`,
 * or from a seed. Default: WebCrypto.
 */
export function createRandom(source: (() => number) | number | undefined): RandomSource {
  let seed: number | null;
  let unit: (() => number) | undefined;
  let taken = "";
  const reseed = (given: number | null) => {
    if (given !== null && !(Number.isInteger(given) && given >= 0 && given <= LARGEST_SEED)) {
      throw new RangeError(`The seed of the ids must be an integer from 0 to ${LARGEST_SEED}.`);
    }
    seed = given;
    unit = given === null ? undefined : sequenceOf(given);
  };
  const reset = () => {
    taken = "";
    reseed(typeof source === "number" ? source : null);
    if (typeof source === "function") unit = source;
  };
  reset();
  const draw = (size: number): Uint8Array => {
    const next = unit;
    return next
      ? Uint8Array.from({ length: size }, () => Math.floor(next() * 256))
      : crypto.getRandomValues(new Uint8Array(size));
  };
  const fresh = (make: () => string) => {
    let made = make();
    while (seed !== null && taken.includes(made)) made = make();
    return made;
  };
  return {
    seed: () => seed,
    reseed,
    avoid(text) {
      taken = text;
    },
    reset,
    hex: (bytes) => fresh(() => hexOf(draw(bytes)).toUpperCase()),
    uuid: () => fresh(() => uuidOf(draw(16))),
  };
}

/** Returns a deterministic random source (mulberry32). */
function sequenceOf(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
