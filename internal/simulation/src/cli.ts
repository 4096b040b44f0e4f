// `npm run simulate -- --runs N --seed S [--kind KIND]`
import { parseArgs } from "node:util";
import { play } from "./play.ts";
import { KINDS, type Schedule } from "./schedule.ts";
import { simulate } from "./simulate.ts";
import { FAULTS, type Fault } from "./world/fault.ts";

const { values } = parseArgs({
  options: { runs: { type: "string" }, seed: { type: "string" }, kind: { type: "string" } },
});
const kind = values.kind as Schedule["kind"] | undefined;
if (kind && !Object.hasOwn(KINDS, kind)) throw new Error(`--kind must be one of: ${Object.keys(KINDS).join(", ")}.`);

const runs = Number(values.runs ?? 5_000);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const startedAt = performance.now();
const perSecond = (done: number): string => Math.round((done * 1_000) / (performance.now() - startedAt)).toString();
const PROGRESS_EVERY = 5_000;

let printedAt = startedAt;
console.log(`${runs} schedules, seed ${seed}`);
const { failure, mix, kinds } = await simulate({
  runs,
  seed,
  ...(kind && { schedules: KINDS[kind] }),
  onRun(done) {
    if (performance.now() - printedAt < PROGRESS_EVERY) return;
    printedAt = performance.now();
    console.log(`${done} schedules, ${perSecond(done)} a second`);
  },
});

console.log("\nSchedules by kind:");
for (const [name, count] of kinds) console.log(`${String(count).padStart(8)}  ${name}`);
console.log("\nRequests by fault:");
for (const fault of Object.keys(FAULTS) as Fault[]) console.log(`${String(mix.get(fault) ?? 0).padStart(8)}  ${fault}`);
if (failure) {
  const { schedule, violations, found } = failure;
  console.log(`\nSchedule ${found} of seed ${seed} breaks:\n${violations.join("\n")}`);
  console.log(`\nThe shortest schedule that does so:\n${JSON.stringify(schedule)}`);
  console.log(`\nIts trace:\n${(await play(schedule)).trace.join("\n")}`);
  process.exitCode = 1;
} else {
  console.log(`\n${runs} schedules hold, ${perSecond(runs)} a second (seed ${seed}).`);
}
