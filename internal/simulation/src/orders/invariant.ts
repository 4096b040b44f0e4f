import { WRITE_FAILED } from "../world/process.ts";
import { isConnectError } from "../world/real.ts";
import { historyViolations } from "../world/vendor-invariant.ts";
import { noSecretIsPrinted, violationsOf } from "../world/violations.ts";
import type { LifeRecord, OrderRun } from "./record.ts";

/** Says what is wrong with a run, or returns undefined. */
type OrderInvariant = (run: OrderRun) => string | undefined;
/** Says what is wrong with a life, or returns undefined. */
type LifeInvariant = (life: LifeRecord, run: OrderRun) => string | undefined;

/** Without the vendor's memory of the key, nothing tells one inline payment from two. */
const isPromised = ({ schedule, isKeyRemembered }: OrderRun): boolean => schedule.way !== "inline" || isKeyRemembered;

const anOrderIsPaidOnce: OrderInvariant = (run) =>
  isPromised(run) && run.payments.length > 1 ? `${run.payments.length} payments exist.` : undefined;

const anOrderIsPaidInTheEnd: OrderInvariant = (run) => {
  if (run.payments.length === 0) return "No payment exists.";
  return run.isPaid || !isPromised(run) ? undefined : "The last process was never told that it is paid.";
};

const anIntentIsPaidOnce: OrderInvariant = ({ payments }) => {
  const intents = payments.map(({ intentId }) => intentId);
  return new Set(intents).size < intents.length ? "Two payments are of one intent." : undefined;
};

const successTellsThePayment: LifeInvariant = ({ told, payments }, run) => {
  if (!told) return undefined;
  const isOne = payments.length === 1 || !isPromised(run);
  const found = payments.find(({ id, intentId }) => id === told.paymentId || intentId === told.intentId);
  const isSame = (told.intentId ?? found?.intentId) === found?.intentId && (told.paymentId ?? found?.id) === found?.id;
  return found && isOne && isSame
    ? undefined
    : `It was told of ${JSON.stringify(told)}, there was ${JSON.stringify(payments)}.`;
};

const aCertainFailureHasPaidNothing: LifeInvariant = ({ error, sender }) => {
  if (!isConnectError(error) || error.outcome === "unknown") return undefined;
  const paid = sender.deliveries.filter(({ route, effect }) => effect && route === "POST /payments");
  return paid.length > 0 ? `It failed with ${error.outcome}, and its request has paid.` : undefined;
};

const everyFailureIsKnown: LifeInvariant = ({ error }) =>
  error === undefined || isConnectError(error) || (error instanceof Error && error.message === WRITE_FAILED)
    ? undefined
    : `It failed with ${error}.`;

const aLifeEndsByItsDeadline: LifeInvariant = ({ process, startedAt, settledAt }, { schedule }) => {
  if (settledAt === undefined) return process.isDead() ? undefined : "It never ends.";
  // The user's own database and question take time, too.
  const most = Math.max(schedule.deadline, 60_000) + 30 * schedule.database + 1_000;
  return schedule.way === "payOnce" && settledAt - startedAt > most
    ? `It took ${settledAt - startedAt} ms.`
    : undefined;
};

const RUN_INVARIANTS: Readonly<Record<string, OrderInvariant>> = {
  anOrderIsPaidOnce,
  anOrderIsPaidInTheEnd,
  anIntentIsPaidOnce,
  noSecretIsPrinted,
};

const LIFE_INVARIANTS: Readonly<Record<string, LifeInvariant>> = {
  successTellsThePayment,
  aCertainFailureHasPaidNothing,
  everyFailureIsKnown,
  aLifeEndsByItsDeadline,
};

/** Returns one line for each promise that a run breaks. */
export function orderViolations(run: OrderRun): string[] {
  const found = [...historyViolations(run.payments), ...violationsOf(RUN_INVARIANTS, run)];
  for (const [name, check] of Object.entries(LIFE_INVARIANTS)) {
    for (const life of run.lives) {
      const wrong = check(life, run);
      if (wrong) found.push(`${name}: ${life.sender.name}. ${wrong}`);
    }
  }
  return found;
}
