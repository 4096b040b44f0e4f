import fc from "fast-check";
import type { Fault } from "../world/fault.ts";
import { socketViolations } from "./invariant.ts";
import { playOverSockets } from "./play.ts";
import { anySocketSchedule, type SocketSchedule } from "./schedule.ts";

/** The result of many runs over sockets. */
export interface SocketSimulation {
  readonly failures: readonly { readonly schedule: SocketSchedule; readonly violations: readonly string[] }[];
  /** How many requests met each fault. */
  readonly mix: ReadonlyMap<Fault, number>;
}

// Time is real, so that most runs wait most of the time.
const AT_ONCE = 32;

/** Plays this many schedules over sockets, many at once. A failing one is not shortened: it may not fail again. */
export async function simulateOverSockets({ runs, seed }: { runs: number; seed: number }): Promise<SocketSimulation> {
  const schedules = fc.sample(anySocketSchedule, { seed, numRuns: runs });
  const failures: SocketSimulation["failures"][number][] = [];
  const mix = new Map<Fault, number>();
  const work = async (): Promise<void> => {
    for (let schedule = schedules.pop(); schedule; schedule = schedules.pop()) {
      const run = await playOverSockets(schedule);
      const violations = socketViolations(run);
      if (violations.length > 0) failures.push({ schedule, violations });
      for (const { fate } of run.calls.flatMap(({ requests }) => requests)) {
        mix.set(fate.fault, (mix.get(fate.fault) ?? 0) + 1);
      }
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return { failures, mix };
}
