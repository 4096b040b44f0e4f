import { isReadable } from "../world/body.ts";
import { factsOf } from "../world/fault.ts";
import { isConnectError } from "../world/real.ts";
import { historyViolations } from "../world/vendor-invariant.ts";
import { noSecretIsPrinted, violationsOf } from "../world/violations.ts";
import type { LookupRecord, ResolveRun } from "./play.ts";

/** Says what is wrong with a call of `payments.resolve`, or returns undefined. */
type LookupInvariant = (lookup: LookupRecord, run: ResolveRun) => string | undefined;

const BOUND = 15 * 60_000;
// Timers count whole milliseconds, and one follows the other.
const SLACK = 20;

const finallyHappened = ({ payments, intentId }: ResolveRun): boolean =>
  payments.some((payment) => payment.intentId === intentId);

const didNotHappenIsTrueForEver: LookupInvariant = ({ result }, run) =>
  result?.outcome === "did-not-happen" && finallyHappened(run) ? "The payment exists." : undefined;

const happenedIsTrue: LookupInvariant = ({ result, hadHappened }) =>
  result?.outcome === "happened" && !hadHappened ? "No payment existed." : undefined;

const thePaymentIsTheOne: LookupInvariant = ({ result }, { payments, intentId }) => {
  if (result?.outcome !== "happened" || !result.payment) return undefined;
  const { id } = result.payment;
  return payments.find((payment) => payment.id === id)?.intentId === intentId ? undefined : `${id} is another one.`;
};

/** The responses from this place that arrived whole: their bodies, and when the vendor sent them. */
function readings<Body>({ sender, settledAt = 0 }: LookupRecord, place: string): (Body & { readonly at: number })[] {
  return sender.deliveries.flatMap(({ attempt, route, status, body, at }) => {
    const request = sender.requests[attempt - 1];
    const isRead = route.startsWith(`GET ${place}`) && status === 200;
    if (!isRead || request?.end !== "responded" || request.status !== 200) return [];
    // Its time ran out at the very moment.
    if (!isReadable(request.fate, factsOf(request.fate.fault), 200) || request.endedAt >= settledAt + 1) return [];
    return [{ ...(body as Body), at }];
  });
}

const intentReadings = (lookup: LookupRecord) =>
  readings<{ readonly status: string; readonly expiresAt: string }>(lookup, "/payment-intents/");

const aNamedPaymentIsFound: LookupInvariant = (lookup, { schedule, intentId }) => {
  if (lookup.result?.outcome !== "happened" || schedule.intentOnPayments === "without") return undefined;
  const lists = readings<{ readonly data: readonly { readonly paymentIntent?: { readonly id: string } }[] }>(
    lookup,
    "/payments",
  );
  const isNamed = lists.some(({ data }) => data.some(({ paymentIntent }) => paymentIntent?.id === intentId));
  return isNamed && !lookup.result.payment ? "It read a payment that names the intent." : undefined;
};

const aReadCaptureHasHappened: LookupInvariant = (lookup) =>
  intentReadings(lookup).some(({ status }) => status === "CAPTURED") && lookup.result?.outcome !== "happened"
    ? "It read CAPTURED."
    : undefined;

const anOldExpiredIntentDidNotHappen: LookupInvariant = (lookup, { vendorTime }) => {
  const isOver = intentReadings(lookup).some(
    // Dates in headers count whole seconds.
    ({ status, expiresAt, at }) => status === "EXPIRED" && vendorTime(at) - Date.parse(expiresAt) >= BOUND + 1_000,
  );
  return isOver && lookup.result?.outcome !== "did-not-happen" ? "It read EXPIRED after the bound." : undefined;
};

const itEndsByItsDeadline: LookupInvariant = ({ plan, settledAt }, { schedule }) => {
  if (settledAt === undefined) return "It never ends.";
  const took = settledAt - plan.at;
  return took > schedule.deadline + SLACK ? `It took ${took} ms.` : undefined;
};

const everyFailureIsAConnectError: LookupInvariant = ({ error }) =>
  error === undefined || isConnectError(error) ? undefined : `It failed with ${error}.`;

const LOOKUP_INVARIANTS: Readonly<Record<string, LookupInvariant>> = {
  didNotHappenIsTrueForEver,
  happenedIsTrue,
  thePaymentIsTheOne,
  aNamedPaymentIsFound,
  aReadCaptureHasHappened,
  anOldExpiredIntentDidNotHappen,
  itEndsByItsDeadline,
  everyFailureIsAConnectError,
};

/** Returns one line for each promise that a run breaks. */
export function resolveViolations(run: ResolveRun): string[] {
  const found = [...historyViolations(run.payments), ...violationsOf({ noSecretIsPrinted }, run)];
  if (run.payments.filter(({ intentId }) => intentId === run.intentId).length > 1) {
    found.push("anIntentIsPaidOnce: two payments are of one intent.");
  }
  for (const [name, check] of Object.entries(LOOKUP_INVARIANTS)) {
    for (const lookup of run.lookups) {
      const wrong = check(lookup, run);
      if (wrong) found.push(`${name}: ${lookup.sender.name}. ${wrong}`);
    }
  }
  return found;
}
