import { parseArgs } from "node:util";
import { installCompared } from "./compare/install.ts";
import { play } from "./play.ts";
import { KINDS, type Schedule } from "./schedule.ts";
import { simulate } from "./simulate.ts";
import { FAULTS, type Fault } from "./world/fault.ts";

const USAGE = `npm run simulate -- [--runs N] [--seed N] [--kind KIND | --sockets | --compare]

--kind     plays only schedules of one kind: ${Object.keys(KINDS).join(", ")}
--sockets  plays over real sockets
--compare  compares other payment clients with ours`;
const text = { type: "string" } as const;
const flag = { type: "boolean" } as const;
const values = readOptions();
const seed = Number(values.seed ?? Date.now() % 2 ** 31);
const startedAt = performance.now();
const perSecond = (done: number): string => Math.round((done * 1_000) / (performance.now() - startedAt)).toString();
const PROGRESS_EVERY = 5_000;

if (values.compare) await compareClients(Number(values.runs ?? 1_000));
else if (values.sockets) await overSockets(Number(values.runs ?? 2_000));
else await inVirtualTime(Number(values.runs ?? 5_000), values.kind);

function readOptions(): { runs?: string; seed?: string; kind?: string; sockets?: boolean; compare?: boolean } {
  const options = { runs: text, seed: text, kind: text, sockets: flag, compare: flag, help: flag };
  try {
    const { help, ...read } = parseArgs({ options }).values;
    if (help) {
      console.log(USAGE);
      process.exit();
    }
    if (!/^[1-9]\d{0,8}$/.test(read.runs ?? "1")) throw new Error("--runs must be a positive integer.");
    if (!/^\d{1,10}$/.test(read.seed ?? "0")) throw new Error("--seed must be a non-negative integer.");
    if (read.kind !== undefined && !Object.hasOwn(KINDS, read.kind))
      throw new Error("--kind must be one of the kinds.");
    return read;
  } catch (error) {
    console.error(`${(error as Error).message}\n\n${USAGE}`);
    process.exit(2);
  }
}

async function inVirtualTime(runs: number, kind: string | undefined): Promise<void> {
  let printedAt = startedAt;
  console.log(`${runs} schedules, seed ${seed}`);
  const { failure, mix, kinds } = await simulate({
    runs,
    seed,
    ...(kind && { schedules: KINDS[kind as Schedule["kind"]] }),
    onRun(done) {
      if (performance.now() - printedAt < PROGRESS_EVERY) return;
      printedAt = performance.now();
      console.log(`${done} schedules, ${perSecond(done)} a second`);
    },
  });
  console.log("\nSchedules by kind:");
  for (const [name, count] of kinds) console.log(`${String(count).padStart(8)}  ${name}`);
  printMix(mix);
  if (failure) {
    const { schedule, violations, found } = failure;
    console.log(`\nSchedule ${found} of seed ${seed} breaks:\n${violations.join("\n")}`);
    console.log(`\nThe shortest schedule that does so:\n${JSON.stringify(schedule)}`);
    console.log(`\nIts trace:\n${(await play(schedule)).trace.join("\n")}`);
    process.exitCode = 1;
  } else {
    console.log(`\n${runs} schedules hold, ${perSecond(runs)} a second (seed ${seed}).`);
  }
}

async function overSockets(runs: number): Promise<void> {
  // The adapter, and core with it, comes from its build.
  const { simulateOverSockets } = await import("./sockets/simulate.ts");
  console.log(`${runs} schedules over sockets, seed ${seed}`);
  const { failures, mix } = await simulateOverSockets({ runs, seed });
  printMix(mix);
  for (const { schedule, violations } of failures) {
    console.log(`\nThis schedule breaks:\n${violations.join("\n")}\n${JSON.stringify(schedule)}`);
    process.exitCode = 1;
  }
  if (failures.length === 0) console.log(`\n${runs} schedules hold, ${perSecond(runs)} a second (seed ${seed}).`);
}

async function compareClients(runs: number): Promise<void> {
  installCompared();
  const { compare } = await import("./compare/compare.ts");
  console.log(`${runs} orders, seed ${seed}`);
  console.log("\n| client | version | settings | faults | paid twice | false refusals | left open |");
  console.log("| --- | --- | --- | --- | --- | --- | --- |");
  for (const { subject, version, settings, faults, duplicates, falseRefusals, open } of await compare({ runs, seed })) {
    console.log(`| ${[subject, version, settings, faults, duplicates, falseRefusals, open].join(" | ")} |`);
  }
  console.log("\nThe last three columns are per 1,000 faults.");
}

function printMix(mix: ReadonlyMap<Fault, number>): void {
  console.log("\nRequests by fault:");
  for (const fault of Object.keys(FAULTS) as Fault[]) {
    console.log(`${String(mix.get(fault) ?? 0).padStart(8)}  ${fault}`);
  }
}
