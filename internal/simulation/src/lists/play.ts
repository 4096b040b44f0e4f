import { createClient, type Fetch } from "../world/real.ts";
import { createSender, type Sender } from "../world/sender.ts";
import { vendorSetup } from "../world/vendor-setup.ts";
import { createWire } from "../world/wire.ts";
import { inWorld, show, type World } from "../world/world.ts";
import type { ListChange, ListSchedule } from "./schedule.ts";

/** Everything that is known about one run. */
export interface ListRun {
  readonly schedule: ListSchedule;
  readonly sender: Sender;
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
  return inWorld(schedule, (world) => playOn(world, schedule));
}

async function playOn(world: World, schedule: ListSchedule): Promise<ListRun> {
  const { sandbox, later, now, log, printed, trace, keys } = world;
  const setup = vendorSetup(world);
  const known: string[] = [];
  for (let item = 0; item < schedule.items; item++) known.push(await setup.recipient(`Supplier ${item}`));
  sandbox.control.setPagination(schedule.pagination);
  const run: ListRun = {
    schedule,
    sender: createSender("list", { fates: schedule.fates }),
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
  for (const change of schedule.changes) later(change.at, () => void apply(change, run, world));
  const controller = new AbortController();
  if (schedule.abortAfter !== null) later(schedule.abortAfter, () => controller.abort());
  later(0, async () => {
    try {
      await walk(run, world, controller.signal);
      run.isDone = true;
    } catch (error) {
      run.error = error;
      printed.push(show(error), String((error as Error).stack));
    }
    run.settledAt = now();
    log(`list ends after ${run.given.length} items: ${show(run.error ?? "well")}`);
  });
  await world.run();
  return run;
}

async function walk({ schedule, sender, given }: ListRun, world: World, signal: AbortSignal): Promise<void> {
  const { timeout, deadline, retries, limit, pause, max } = schedule;
  const wire = createWire({ ...world, ...schedule, deaf: false, senderOf: () => sender });
  const fetch: Fetch = (url, init) => wire(asTheVendorReads(url, schedule), init);
  const apiKey = world.keys[0] ?? "";
  const client = createClient({ apiKey, baseUrl: world.baseUrl, fetch, timeout, deadline, retries });
  const list = client.recipients.list({ limit }, { endUser: "none", signal });
  const take = async (id: string): Promise<void> => {
    given.push(id);
    world.log(`list gives ${id}`);
    if (pause > 0) await world.sleep(pause);
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

async function apply({ kind, index }: ListChange, { known, removed }: ListRun, world: World): Promise<void> {
  const setup = vendorSetup(world);
  if (kind === "add") {
    known.push(await setup.recipient(`Supplier ${known.length}`));
    return;
  }
  const id = known[index];
  if (id === undefined || removed.includes(id)) return;
  removed.push(id);
  world.log(`${id} is removed`);
  await setup.remove(`/recipients/${id}`);
}
