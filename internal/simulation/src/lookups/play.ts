import { createClient, LOCAL_PAYER_ID, type PaymentResolution } from "../world/real.ts";
import { createSender, type Sender } from "../world/sender.ts";
import type { KeptPayment } from "../world/vendor-invariant.ts";
import { vendorSetup } from "../world/vendor-setup.ts";
import { START } from "../world/virtual-globals.ts";
import { createWire } from "../world/wire.ts";
import { inWorld, show, type World } from "../world/world.ts";
import type { LookupPlan, ResolveSchedule } from "./schedule.ts";

/** Everything that is known about one call of `payments.resolve`. */
export interface LookupRecord {
  readonly plan: LookupPlan;
  readonly sender: Sender;
  settledAt: number | undefined;
  result: PaymentResolution | undefined;
  error: unknown;
  /** True if the payment existed when it was told. */
  hadHappened: boolean;
}

/** Everything that is known about one run. */
export interface ResolveRun {
  readonly schedule: ResolveSchedule;
  readonly intentId: string;
  readonly lookups: readonly LookupRecord[];
  /** The requests of the payment. */
  readonly payment: Sender;
  /** The vendor's payments in the end. */
  payments: readonly KeptPayment[];
  readonly printed: readonly string[];
  readonly trace: readonly string[];
  readonly secrets: readonly string[];
  /** The vendor's clock at this moment of the run, in epoch milliseconds. */
  vendorTime(at: number): number;
}

const payer = { id: LOCAL_PAYER_ID };

/** Plays a schedule to its end. */
export function playResolve(schedule: ResolveSchedule): Promise<ResolveRun> {
  return inWorld(schedule, (world) => playOn(world, schedule));
}

async function playOn(world: World, schedule: ResolveSchedule): Promise<ResolveRun> {
  const { sandbox, later, now, clock, log, printed, trace, keys } = world;
  const { timeout, deadline, clock: setting } = schedule;
  const setup = vendorSetup(world);
  const [method, recipient] = [await setup.bankAccount(), await setup.recipient()];
  const intentId = await setup.intent(method, recipient);
  for (let other = 0; other < schedule.others; other++) await setup.payment(await setup.intent(method, recipient));
  sandbox.control.setIntentOnPayments(schedule.intentOnPayments);
  sandbox.control.setProcessingTime(schedule.processing);
  const clientOf = (sender: Sender) =>
    createClient({
      apiKey: keys[0] ?? "",
      baseUrl: world.baseUrl,
      fetch: createWire({ ...world, ...schedule, deaf: false, senderOf: () => sender }),
      timeout,
      deadline,
    });
  const slow = schedule.fates.map((fate) => ({ ...fate, outward: fate.outward + schedule.transit }));
  const sender = createSender("payment", { fates: slow });
  // As somebody writes it down before the request.
  const sentAt = new Date();
  if (slow.length > 0) {
    const call = clientOf(sender).payments.create(
      { paymentIntent: { id: intentId }, payer },
      // No further request, whose fate would be to work.
      { endUser: "none", idempotencyKey: world.random.uuid(), retries: slow.length - 1 },
    );
    call.then(
      () => log("payment succeeds"),
      (error) => log(`payment fails with ${show(error)}`),
    );
  }
  // A clock that was wrong before and after is beyond every promise: `sentAt` is written by it.
  if (setting && schedule.serverAhead === 0) later(setting.at, () => clock.setSystemTime(Date.now() + setting.by));
  const has = (): boolean => sandbox.control.state().payments.some((payment) => payment.intentId === intentId);
  const lookup = async (record: LookupRecord): Promise<void> => {
    const { plan } = record;
    try {
      record.result = await clientOf(record.sender).payments.resolve(
        { paymentIntent: { id: intentId }, payer, ...(plan.knowsWhen && { sentAt }) },
        { endUser: "none", deadline },
      );
    } catch (error) {
      record.error = error;
      printed.push(show(error), String((error as Error).stack));
    }
    record.settledAt = now();
    record.hadHappened = has();
    log(`${record.sender.name} is told ${show(record.result ?? record.error)}`);
  };
  const lookups = schedule.lookups.map((plan, index): LookupRecord => {
    const name = `lookup-${index}`;
    return {
      plan,
      sender: createSender(name, { fates: plan.fates }),
      settledAt: undefined,
      result: undefined,
      error: undefined,
      hadHappened: false,
    };
  });
  for (const record of lookups) later(record.plan.at, () => void lookup(record));
  await world.run();
  return {
    schedule,
    intentId,
    lookups,
    payment: sender,
    payments: sandbox.control.state().payments,
    printed,
    trace,
    secrets: keys,
    vendorTime: (at) => START + schedule.serverAhead + at,
  };
}
