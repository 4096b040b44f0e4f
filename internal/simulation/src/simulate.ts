import fc from "fast-check";
import { play } from "./play.ts";
import { anySchedule, type Schedule } from "./schedule.ts";
import type { Fault } from "./world/fault.ts";

/** Options for `simulate`. */
export interface SimulateOptions {
  readonly runs: number;
  readonly seed: number;
  /** The schedules to choose from. Default: any. */
  readonly schedules?: fc.Arbitrary<Schedule>;
  /** Is called after each schedule that held. */
  onRun?(done: number): void;
}

/** The result of many runs. */
export interface Simulation {
  /** The shortest schedule that breaks a promise, and what it breaks. */
  readonly failure:
    | { readonly schedule: Schedule; readonly violations: readonly string[]; readonly found: number }
    | undefined;
  /** How many requests met each fault. */
  readonly mix: ReadonlyMap<Fault, number>;
  /** How many schedules of each kind were played. */
  readonly kinds: ReadonlyMap<Schedule["kind"], number>;
}

/** Plays this many schedules, and shrinks the first one that breaks a promise. */
export async function simulate(options: SimulateOptions): Promise<Simulation> {
  const { runs, seed, schedules = anySchedule, onRun } = options;
  const mix = new Map<Fault, number>();
  const kinds = new Map<Schedule["kind"], number>();
  let done = 0;
  const property = fc.asyncProperty(schedules, async (schedule) => {
    const { violations, requests } = await play(schedule);
    if (violations.length > 0) throw new Error(violations.join("\n"));
    kinds.set(schedule.kind, (kinds.get(schedule.kind) ?? 0) + 1);
    for (const { fate } of requests) mix.set(fate.fault, (mix.get(fate.fault) ?? 0) + 1);
    onRun?.(++done);
  });
  const { counterexample, numRuns } = await fc.check(property, { seed, numRuns: runs });
  const [schedule] = counterexample ?? [];
  if (!schedule) return { failure: undefined, mix, kinds };
  const { violations } = await play(schedule);
  return { failure: { schedule, violations, found: numRuns }, mix, kinds };
}
