/** A seeded source of randomness: the same seed gives the same numbers in every process. */
export interface Random {
  /** Returns a number from 0 (inclusive) to 1 (exclusive). */
  next(): number;
  /** Returns this many decimal digits. */
  digits(count: number): string;
  /** Returns a UUID v4. */
  uuid(): `${string}-${string}-${string}-${string}-${string}`;
}

/** Creates a mulberry32 generator. */
export function createRandom(seed: number): Random {
  let state = seed | 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const hex = (count: number): string =>
    Array.from({ length: count }, () => Math.floor(next() * 16).toString(16)).join("");
  return {
    next,
    digits: (count) => Array.from({ length: count }, () => Math.floor(next() * 10)).join(""),
    uuid: () => `${hex(8)}-${hex(4)}-4${hex(3)}-${"89ab"[Math.floor(next() * 4)]}${hex(3)}-${hex(12)}`,
  };
}

/** Returns a Visa number with a correct check digit. */
export function cardNumber(random: Random): string {
  const body = `4${random.digits(14)}`;
  let sum = 0;
  for (const [index, digit] of [...body].entries()) {
    const doubled = Number(digit) * (index % 2 === 0 ? 2 : 1);
    sum += doubled > 9 ? doubled - 9 : doubled;
  }
  return body + String((10 - (sum % 10)) % 10);
}
