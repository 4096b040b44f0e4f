import { expect, it } from "vitest";
import { KINDS } from "../schedule.ts";
import { simulate } from "../simulate.ts";
import { FAULTS } from "../world/fault.ts";

// `npm test` plays 5,000: two files, each with a seed of its own, play at the same time.
const RUNS = 2_500;

/** Tests half of the schedules of `npm test`. */
export function itKeepsEveryPromise(seed: number): void {
  it(`keeps every promise in ${RUNS} schedules of seed ${seed}, and meets every fault and every kind`, {
    timeout: 300_000,
  }, async () => {
    const { failure, mix, kinds } = await simulate({ runs: RUNS, seed });
    expect(failure).toBeUndefined();
    expect(new Set(mix.keys())).toEqual(new Set(Object.keys(FAULTS)));
    expect(new Set(kinds.keys())).toEqual(new Set(Object.keys(KINDS)));
  });
}
