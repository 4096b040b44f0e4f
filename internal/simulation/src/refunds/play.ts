import { type Process, type ProcessPlan, startProcess, UNDISTURBED } from "../world/process.ts";
import { createClient, LOCAL_PAYER_ID } from "../world/real.ts";
import { createSender, type Sender } from "../world/sender.ts";
import type { KeptPayment } from "../world/vendor-invariant.ts";
import { vendorSetup } from "../world/vendor-setup.ts";
import { createWire } from "../world/wire.ts";
import { inWorld, show, type World } from "../world/world.ts";
import { cancelOrder, type Finding } from "./clerk.ts";
import type { RefundSchedule, VendorMove } from "./schedule.ts";

/** Everything that is known about one clerk. */
export interface ClerkRecord {
  readonly process: Process;
  finding: Finding | undefined;
  error: unknown;
  /** The status of the payment when the clerk finished. */
  status: string | undefined;
}

/** Everything that is known about one run. */
export interface RefundRun {
  readonly schedule: RefundSchedule;
  /** The last one works alone and undisturbed, until it has found out. */
  readonly clerks: ClerkRecord[];
  /** The requests of the payment. */
  readonly payment: Sender;
  /** The vendor's payments in the end. */
  payments: readonly KeptPayment[];
  readonly printed: readonly string[];
  readonly trace: readonly string[];
  readonly secrets: readonly string[];
}

const PAUSE = 390_000;
const LAST_CALLS = 8;
// After every move and every crash.
const THE_END = 25 * 60_000;

/** Plays a schedule to its end. */
export function playRefund(schedule: RefundSchedule): Promise<RefundRun> {
  return inWorld(schedule, (world) => playOn(world, schedule));
}

async function playOn(world: World, schedule: RefundSchedule): Promise<RefundRun> {
  const { sandbox, later, sleep, log, printed, trace, keys, random } = world;
  const { timeout, deadline, fates } = schedule;
  const setup = vendorSetup(world);
  const method = schedule.method === "card" ? await setup.card("4242424242424242") : await setup.bankAccount();
  const intentId = await setup.intent(method, await setup.recipient(undefined, schedule.check ? "CHECK" : "ACH"));
  sandbox.control.setProcessingTime(schedule.processing);
  const wire = (sender: Sender) => createWire({ ...world, ...schedule, deaf: false, senderOf: () => sender });
  const clientOver = (fetch: ReturnType<typeof wire>) =>
    createClient({ apiKey: keys[0] ?? "", baseUrl: world.baseUrl, fetch, timeout });
  const paying = createSender("payment", { fates });
  const run: RefundRun = {
    schedule,
    clerks: [],
    payment: paying,
    payments: [],
    printed,
    trace,
    secrets: keys,
  };
  const pay = clientOver(wire(paying)).payments.create(
    { paymentIntent: { id: intentId }, payer: { id: LOCAL_PAYER_ID } },
    { endUser: "none", idempotencyKey: random.uuid(), deadline, retries: Math.max(0, fates.length - 1) },
  );
  pay.then(
    () => log("payment succeeds"),
    (error) => log(`payment fails with ${show(error)}`),
  );
  const work = async (plan: ProcessPlan): Promise<Finding | undefined> => {
    // Core alone cannot tell the refusal of a second copy from any other: adapters of runtimes that send twice do.
    const process = startProcess(world, plan, { name: `clerk-${run.clerks.length}`, copies: false, wire });
    const clerk: ClerkRecord = { process, finding: undefined, error: undefined, status: undefined };
    run.clerks.push(clerk);
    const client = clientOver(process.fetch);
    try {
      clerk.finding = await cancelOrder({ world, process, client, intentId, deadline });
    } catch (error) {
      clerk.error = error;
      printed.push(show(error), String((error as Error).stack), JSON.stringify(error));
    }
    clerk.status = sandbox.control.state().payments[0]?.status;
    log(`${process.sender.name} finds: ${clerk.finding ?? show(clerk.error)}`);
    return clerk.finding;
  };
  for (const plan of schedule.clerks) later(plan.at, () => void work({ ...plan, writes: [] }));
  for (const move of schedule.moves) later(move.at, () => apply(move, world));
  later(THE_END, async () => {
    for (let call = 0; call < LAST_CALLS; call++) {
      const finding = await work(UNDISTURBED);
      if (finding !== undefined && finding !== "unfinished") return;
      await sleep(PAUSE);
    }
  });
  await world.run();
  run.payments = sandbox.control.state().payments;
  return run;
}

function apply({ kind }: VendorMove, { sandbox, log }: World): void {
  const { control } = sandbox;
  const [payment] = control.state().payments;
  if (!payment) return;
  log(`the payment: ${kind}`);
  try {
    if (kind === "advance") control.advancePayment(payment.id);
    else if (kind === "request a document") control.requestDocument(payment.id, "INVOICE");
    else if (kind === "upload the document") control.provideDocument(payment.id, "INVOICE");
    else control.refundPayment(payment.id);
  } catch (error) {
    // The payment cannot go there.
    log(String(error));
  }
}
