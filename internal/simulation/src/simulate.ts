import fc from "fast-check";
import type { Fault } from "./fault.ts";
import { violationsOf } from "./invariant.ts";
import { play } from "./play.ts";
import { anySchedule, type Schedule } from "./schedule.ts";

/** Options for `simulate`. */
export interface SimulateOptions {
  readonly runs: number;
  readonly seed: number;
  /** Is called after each schedule that held. */
  onRun?(done: number): void;
}

/** The result of many runs. */
export interface Simulation {
  /** The shortest schedule that breaks an invariant, and what it breaks. */
  readonly failure:
    | { readonly schedule: Schedule; readonly violations: readonly string[]; readonly found: number }
    | undefined;
  /** How many requests met each fault. */
  readonly mix: ReadonlyMap<Fault, number>;
}

/** Plays this many schedules, and shrinks the first one that breaks an invariant. */
export async function simulate({ runs, seed, onRun }: SimulateOptions): Promise<Simulation> {
  const mix = new Map<Fault, number>();
  let done = 0;
  const property = fc.asyncProperty(anySchedule, async (schedule) => {
    const run = await play(schedule);
    const violations = violationsOf(run);
    if (violations.length > 0) throw new Error(violations.join("\n"));
    for (const { fate } of run.calls.flatMap(({ requests }) => requests)) {
      mix.set(fate.fault, (mix.get(fate.fault) ?? 0) + 1);
    }
    onRun?.(++done);
  });
  const { counterexample, numRuns } = await fc.check(property, { seed, numRuns: runs });
  const [schedule] = counterexample ?? [];
  if (!schedule) return { failure: undefined, mix };
  return { failure: { schedule, violations: violationsOf(await play(schedule)), found: numRuns }, mix };
}
