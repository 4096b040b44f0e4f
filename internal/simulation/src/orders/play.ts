import { createDatabase } from "../world/database.ts";
import { type Process, type ProcessPlan, startProcess, UNDISTURBED } from "../world/process.ts";
import { createClient } from "../world/real.ts";
import type { Sender } from "../world/sender.ts";
import { vendorSetup } from "../world/vendor-setup.ts";
import { createWire } from "../world/wire.ts";
import { inWorld, rotateKey, show, type World } from "../world/world.ts";
import type { LifeRecord, OrderRun } from "./record.ts";
import type { OrderSchedule } from "./schedule.ts";
import { type Books, byIntent, byPayOnce, inline } from "./ways.ts";

const GOOD_CARD = "4242424242424242";
// The number that the local sandbox stores, and declines when it is charged.
const DECLINED_CARD = "4000000000000341";
// Intents expire after five minutes, and a payment can be in progress for ten.
const PAUSE = 390_000;
const LAST_CALLS = 16;
const KEY_LIFETIME = 24 * 3_600_000;
// Longer than the vendor needs for a decline.
const PATIENT = { timeout: 30_000, deadline: 60_000 };
const WAYS = { payOnce: byPayOnce, "by intent": byIntent, inline };

/** Plays a schedule of an order to its end: at last, an undisturbed process calls until the order is paid. */
export function playOrder(schedule: OrderSchedule): Promise<OrderRun> {
  return inWorld(schedule, (world) => playOn(world, schedule));
}

async function playOn(world: World, schedule: OrderSchedule): Promise<OrderRun> {
  const { sandbox, later, sleep, printed, trace, keys } = world;
  const { control } = sandbox;
  const setup = vendorSetup(world);
  control.setIdempotency({ mode: schedule.mode, replayErrors: schedule.replayErrors });
  control.setIntentOnPayments(schedule.intentOnPayments);
  // A decline that takes longer than every deadline, and that the vendor does not keep, is never heard of.
  control.setProcessingTime(Math.min(schedule.processing, schedule.method === "declined card" ? 20_000 : 600_000));
  const good = schedule.method === "bank account" ? await setup.bankAccount() : await setup.card(GOOD_CARD);
  const methodIds = schedule.method === "declined card" ? [await setup.card(DECLINED_CARD), good] : [good];
  const recipientId = await setup.recipient();
  const books: Books = {
    journal: createDatabase(world, schedule.database),
    attempts: createDatabase(world, schedule.database),
    attempt: 1,
  };
  const lives: LifeRecord[] = [];
  const live = async (
    plan: ProcessPlan,
    { timeout, deadline }: Pick<OrderSchedule, "timeout" | "deadline">,
  ): Promise<LifeRecord> => {
    const name = `life-${lives.length}`;
    const wire = (sender: Sender) => createWire({ ...world, ...schedule, deaf: false, senderOf: () => sender });
    // Core alone cannot tell the refusal of a second copy from any other: adapters of runtimes that send twice do.
    const copies = schedule.mode !== "forgotten";
    const process = startProcess(world, plan, { name, copies, wire });
    const life = startLife(world, process);
    lives.push(life);
    const client = createClient({
      apiKey: keys.at(-1) ?? "",
      baseUrl: world.baseUrl,
      fetch: process.fetch,
      timeout,
    });
    const pay = WAYS[schedule.way];
    await pay({ world, process, client, books, recipientId, methodIds, deadline }).then(
      (told) => {
        life.told = told;
      },
      (error) => {
        life.error = error;
        printed.push(show(error), String(error?.stack), JSON.stringify(error));
      },
    );
    life.settledAt = world.now();
    life.payments = control.state().payments;
    world.log(
      `${name} ${life.told ? `is told that it has paid ${show(life.told)}` : `fails with ${show(life.error)}`}`,
    );
    return life;
  };

  let start = 0;
  for (const plan of schedule.lives) {
    start += plan.after;
    later(start, () => void live(plan, schedule));
  }
  const { rotation } = schedule;
  if (rotation) later(rotation.at, () => rotateKey(world, rotation));
  const run: OrderRun = {
    schedule,
    lives,
    payments: [],
    isPaid: false,
    isKeyRemembered: schedule.mode !== "forgotten" && start + LAST_CALLS * PAUSE < KEY_LIFETIME,
    printed,
    trace,
    secrets: keys,
  };
  later(start + PAUSE, async () => {
    for (let call = 0; call < LAST_CALLS && !run.isPaid; call++) {
      if (call > 0) await sleep(PAUSE);
      const { told } = await live(UNDISTURBED, PATIENT);
      run.isPaid = told !== undefined;
    }
  });
  await world.run();
  run.payments = control.state().payments;
  return run;
}

function startLife({ now, log }: World, process: Process): LifeRecord {
  const { sender } = process;
  log(`${sender.name} starts`);
  return {
    process,
    sender,
    startedAt: now(),
    settledAt: undefined,
    told: undefined,
    error: undefined,
    payments: [],
  };
}
