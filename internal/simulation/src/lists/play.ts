import { createLine, type Line } from "../world/line.ts";
import { createClient, type Fetch } from "../world/real.ts";
import { onStage, type Stage, show } from "../world/stage.ts";
import { vendorSetup } from "../world/vendor-setup.ts";
import { createWire } from "../world/wire.ts";
import type { ListChange, ListSchedule } from "./schedule.ts";

/** Everything that is known about one run. */
export interface ListRun {
  readonly schedule: ListSchedule;
  readonly line: Line;
  /** Ids, in the vendor's order: those that there were at first, and every one that was added. */
  readonly known: string[];
  /** How many of them there were at first. */
  readonly first: number;
  readonly removed: string[];
  /** Ids in the order in which they were given. */
  readonly given: string[];
  isDone: boolean;
  error: unknown;
  settledAt: number | undefined;
  readonly printed: readonly string[];
  readonly trace: readonly string[];
  readonly secrets: readonly string[];
}

/** Plays a schedule to its end. */
export function playList(schedule: ListSchedule): Promise<ListRun> {
  return onStage(schedule, (stage) => playOn(stage, schedule));
}

async function playOn(stage: Stage, schedule: ListSchedule): Promise<ListRun> {
  const { sandbox, later, now, log, printed, trace, keys } = stage;
  const setup = vendorSetup(stage);
  const known: string[] = [];
  for (let item = 0; item < schedule.items; item++) known.push(await setup.recipient(`Supplier ${item}`));
  sandbox.control.setPagination(schedule.pagination);
  const run: ListRun = {
    schedule,
    line: createLine("list", { fates: schedule.fates }),
    known,
    first: known.length,
    removed: [],
    given: [],
    isDone: false,
    error: undefined,
    settledAt: undefined,
    printed,
    trace,
    secrets: keys,
  };
  for (const change of schedule.changes) later(change.at, () => void apply(change, run, stage));
  const controller = new AbortController();
  if (schedule.abortAfter !== null) later(schedule.abortAfter, () => controller.abort());
  later(0, async () => {
    try {
      await walk(run, stage, controller.signal);
      run.isDone = true;
    } catch (error) {
      run.error = error;
      printed.push(show(error), String((error as Error).stack));
    }
    run.settledAt = now();
    log(`list ends after ${run.given.length} items: ${show(run.error ?? "well")}`);
  });
  await stage.run();
  return run;
}

async function walk({ schedule, line, given }: ListRun, stage: Stage, signal: AbortSignal): Promise<void> {
  const { timeout, deadline, retries, limit, pause, max } = schedule;
  const wire = createWire({ ...stage, ...schedule, deaf: false, lineOf: () => line });
  const fetch: Fetch = (url, init) => wire(asTheVendorReads(url, schedule), init);
  const apiKey = stage.keys[0] ?? "";
  const client = createClient({ apiKey, baseUrl: stage.baseUrl, fetch, timeout, deadline, retries });
  const list = client.recipients.list({ limit }, { endUser: "none", signal });
  const take = async (id: string): Promise<void> => {
    given.push(id);
    stage.log(`list gives ${id}`);
    if (pause > 0) await stage.sleep(pause);
  };
  switch (schedule.walk) {
    case "items":
      for await (const { id } of list) await take(id);
      return;
    case "pages":
      for await (const { data } of list.pages()) {
        for (const { id } of data) if (!given.includes(id)) await take(id);
      }
      return;
    case "array":
      for (const { id } of await list.toArray({ max })) given.push(id);
  }
}

function asTheVendorReads(url: string, { vendor }: ListSchedule): string {
  const read = new URL(url);
  if (vendor === "lowers the limit") read.searchParams.set("limit", "1");
  if (vendor === "ignores the offset") read.searchParams.delete("offset");
  return read.href;
}

async function apply({ kind, index }: ListChange, { known, removed }: ListRun, stage: Stage): Promise<void> {
  const setup = vendorSetup(stage);
  if (kind === "add") {
    known.push(await setup.recipient(`Supplier ${known.length}`));
    return;
  }
  const id = known[index];
  if (id === undefined || removed.includes(id)) return;
  removed.push(id);
  stage.log(`${id} is removed`);
  await setup.remove(`/recipients/${id}`);
}
