import type { Database } from "./database.ts";
import type { Fate } from "./fate.ts";
import type { Fetch } from "./real.ts";
import { createSender, type Sender } from "./sender.ts";
import type { World } from "./world.ts";

/** The fate of one write to the user's database. `lost` and `stored` both fail; only the second one took effect. */
export const WRITES = ["works", "works", "works", "lost", "stored"] as const;

/** The fate of one process. */
export interface ProcessPlan {
  /** At which of its await points it crashes, counted from 0. */
  readonly crashStep: number | null;
  /** After how many milliseconds it crashes. */
  readonly crashAfter: number | null;
  /** One for each of its requests; the requests after these work. */
  readonly fates: readonly Fate[];
  /** One for each of its writes to the database; the writes after these work. */
  readonly writes: readonly (typeof WRITES)[number][];
}

/** A process that nothing disturbs. */
export const UNDISTURBED: ProcessPlan = { crashStep: null, crashAfter: null, fates: [], writes: [] };
/** The world of one process. After a crash, nothing in it responds any more. */
export interface Process {
  readonly sender: Sender;
  readonly fetch: Fetch;
  /** Await points that were reached. */
  steps(): number;
  isDead(): boolean;
  /** Does work with an await point before and after it, and one as soon as it is in progress. */
  through<Result>(work: () => Promise<Result>): Promise<Result>;
  /** The database, seen from this process. */
  over<Kept>(database: Database<Kept>): Database<Kept>;
}

interface ProcessParts {
  readonly name: string;
  /** True if the runtime may send a request twice. */
  readonly copies: boolean;
  wire(sender: Sender): Fetch;
}

/** Never resolves. A new promise each time: a shared one would keep whatever has ever waited for it. */
const never = (): Promise<never> => new Promise(() => {});

/** The error of a failed database write. */
export const WRITE_FAILED = "The database did not confirm the write.";

/** Starts a process that crashes when its plan says so. What it has sent before arrives all the same. */
export function startProcess({ later, log }: World, plan: ProcessPlan, { name, copies, wire }: ProcessParts): Process {
  let steps = 0;
  const death = new AbortController();
  const crash = (): void => {
    if (death.signal.aborted) return;
    log(`${name} crashes at await point ${steps}`);
    death.abort(new Error("The process crashed."));
  };
  /** Returns whether the process goes on. */
  const reach = (): boolean => {
    if (!death.signal.aborted && steps++ === plan.crashStep) crash();
    return !death.signal.aborted;
  };
  const through = async <Result>(work: () => Promise<Result>): Promise<Result> => {
    if (!reach()) return never();
    const working = work();
    working.catch(() => {});
    reach();
    try {
      const result = await working;
      return reach() ? result : never();
    } catch (error) {
      if (reach()) throw error;
      return never();
    }
  };
  if (plan.crashAfter !== null) later(plan.crashAfter, crash);
  const sender = createSender(name, { fates: plan.fates, spends: !copies, onLeft: () => void reach() });
  const send = wire(sender);
  const writes = [...plan.writes];
  return {
    sender,
    steps: () => steps,
    isDead: () => death.signal.aborted,
    through,
    fetch: (url, init) => through(() => send(url, { ...init, signal: either(init.signal, death.signal) })),
    over: (database) => ({
      read: (id) => through(() => database.read(id)),
      write: (id, record, expectedVersion) =>
        through(async () => {
          const fate = writes.shift() ?? "works";
          const written = fate === "lost" || (await database.write(id, record, expectedVersion));
          if (fate === "works") return written;
          throw new Error(WRITE_FAILED);
        }),
    }),
  };
}

/** Returns a signal that fires with the first of two. */
function either(one: AbortSignal, other: AbortSignal): AbortSignal {
  const both = new AbortController();
  for (const signal of [one, other]) {
    if (signal.aborted) both.abort(signal.reason);
    signal.addEventListener("abort", () => both.abort(signal.reason), { once: true });
  }
  return both.signal;
}
