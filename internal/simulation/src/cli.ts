// `npm run simulate -- --runs N --seed S`
import { parseArgs } from "node:util";
import { FAULTS, type Fault } from "./fault.ts";
import { play } from "./play.ts";
import { simulate } from "./simulate.ts";

const { values } = parseArgs({ options: { runs: { type: "string" }, seed: { type: "string" } } });
const runs = Number(values.runs ?? 5_000);
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const startedAt = performance.now();
const perSecond = (done: number): string => Math.round((done * 1_000) / (performance.now() - startedAt)).toString();
const PROGRESS_EVERY = 5_000;

let printedAt = startedAt;
console.log(`${runs} schedules, seed ${seed}`);
const { failure, mix } = await simulate({
  runs,
  seed,
  onRun(done) {
    if (performance.now() - printedAt < PROGRESS_EVERY) return;
    printedAt = performance.now();
    console.log(`${done} schedules, ${perSecond(done)} a second`);
  },
});

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
