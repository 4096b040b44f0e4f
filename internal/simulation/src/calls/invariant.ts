import { isDeepStrictEqual } from "node:util";
import { factsOf } from "../world/fault.ts";
import { type ConnectError, isConnectError } from "../world/real.ts";
import type { CallRecord, RunRecord } from "./record.ts";

/** Says what is wrong with a call, or returns undefined. */
type CallInvariant = (call: CallRecord, run: RunRecord) => string | undefined;
/** The same, where no moment of the run counts. */
type TimelessInvariant = (call: CallRecord) => string | undefined;
/** Says what is wrong with a run, or returns undefined. */
type RunInvariant = (run: RunRecord) => string | undefined;

const failureOf = ({ error }: CallRecord): ConnectError | undefined => (isConnectError(error) ? error : undefined);
const effectsOf = ({ deliveries, operation }: CallRecord) => {
  const done = deliveries.filter(({ effect, body }) => effect && (operation.happened?.(body) ?? true));
  if (!operation.keyed) return done;
  // A replayed response is no second effect.
  const ids = done.map(({ body }) => operation.done(body));
  return done.filter((_, index) => ids.indexOf(ids[index]) === index);
};
const isDuplicated = ({ requests }: CallRecord): boolean =>
  requests.some(({ fate }) => factsOf(fate.fault).copies === 2);

const everyFailureIsAConnectError: TimelessInvariant = ({ error }) =>
  error === undefined || isConnectError(error) ? undefined : `It failed with ${error}.`;

const notSentMeansThatTheServerSawNothing: TimelessInvariant = (call) =>
  failureOf(call)?.outcome === "not-sent" && call.deliveries.length > 0 ? "The server saw the request." : undefined;

const rejectedMeansThatNoEffectExists: TimelessInvariant = (call) =>
  failureOf(call)?.outcome === "rejected" && call.operation.promise === "once" && effectsOf(call).length > 0
    ? `${effectsOf(call).length} effects exist.`
    : undefined;

const successMeansTheReturnedEffect: TimelessInvariant = (call) => {
  if (call.error !== undefined || call.settledAt === undefined) return undefined;
  const { operation, data } = call;
  const effects = effectsOf(call);
  if (operation.promise === "once" && effects.length !== 1 && !isDuplicated(call))
    return `${effects.length} effects exist.`;
  // A retry cannot distinguish a record that never existed from a deleted one.
  if (operation.goneIsDone && !call.plan.accepted && call.requests.length > 1) return undefined;
  const told = operation.told(data);
  return effects.some(({ body }) => isDeepStrictEqual(operation.done(body), told))
    ? undefined
    : "The returned data is not what the server made.";
};

const nothingHappensTwice: TimelessInvariant = (call) =>
  call.operation.promise === "once" && effectsOf(call).length > 1 && (call.operation.keyed || !isDuplicated(call))
    ? `${effectsOf(call).length} effects exist.`
    : undefined;

const aCallSettlesByItsDeadline: CallInvariant = ({ startedAt, settledAt }, { schedule, hangs }) => {
  if (startedAt === undefined) return "It was never started.";
  if (settledAt === undefined) return hangs ? "It never settles." : undefined;
  const took = settledAt - startedAt;
  // Timers count whole milliseconds.
  return took > schedule.deadline + 1 ? `It took ${took} ms.` : undefined;
};

const attemptsAreTheRequestsHandedToTheNetwork: TimelessInvariant = (call) => {
  const { requests, announced } = call;
  const attempts = failureOf(call)?.attempts ?? requests.length;
  if (attempts !== requests.length) return `The error says ${attempts} attempts, the network saw ${requests.length}.`;
  return announced === requests.length ? undefined : `Hooks were told of ${announced} of ${requests.length} requests.`;
};

const retriesStayWithinTheirNumber: CallInvariant = ({ requests, operation }, { schedule }) => {
  // A refused key is renewed once.
  const renewals = schedule.keyFunction !== null && !operation.spends ? 1 : 0;
  const most = 1 + schedule.retries + renewals;
  // While the vendor works on a keyed request, it is asked again until the deadline.
  const counted = requests.filter(({ status }) => !operation.keyed || status !== 409);
  return counted.length > most ? `${requests.length} requests were made, at most ${most} may be.` : undefined;
};

const aRetryWaitsAsLongAsItWasAskedTo: CallInvariant = ({ requests }, { schedule }) => {
  for (const [index, { at, endedAt, wait, status }] of requests.entries()) {
    const next = requests[index + 1];
    // A renewed key is tried at once.
    if (!next || wait === undefined || status === 401) continue;
    // The attempt's time ran out at the very moment.
    if (endedAt - at >= schedule.timeout - 1) continue;
    const waited = next.at - endedAt;
    if (waited < wait - 1) return `Request ${index + 2} came after ${waited} ms, a wait of ${wait} ms was asked for.`;
  }
  return undefined;
};

const networkFailuresAreReal: CallInvariant = (call) => {
  if (failureOf(call)?.code !== "network_failed") return undefined;
  const last = call.requests.at(-1);
  if (!last || last.end === "lost") return undefined;
  const { body } = factsOf(last.fate.fault);
  // Some runtimes cannot tell a body that ended early from one that broke.
  if (body === "severed" || body === "cut" || body === "slow") return undefined;
  return `The network delivered a response with status ${last.status}.`;
};

const aGoodResponseIsASuccess: CallInvariant = (call) => {
  const last = call.requests.at(-1);
  if (call.error === undefined || !last?.readable || last.status < 200 || last.status > 299) return undefined;
  // The time ran out, or the caller gave up, at the very moment.
  if (last.endedAt === call.settledAt && ["aborted", "timed_out"].includes(failureOf(call)?.code ?? ""))
    return undefined;
  return `The vendor's response arrived with status ${last.status}, the call failed with ${failureOf(call)?.code}.`;
};

const theTraceIdIsTheVendors: CallInvariant = (call) => {
  const last = call.requests.at(-1);
  const error = failureOf(call);
  if (!error || last?.status !== error.status || !last?.readable || last.traceId === undefined) return undefined;
  return error.traceId === last.traceId ? undefined : `It names ${error.traceId}, the vendor said ${last.traceId}.`;
};

const noListenerIsLeft: CallInvariant = ({ listeners }) =>
  listeners === 0 ? undefined : `${listeners} listeners are left on the caller's signal.`;

const noTimerIsLeft: RunInvariant = ({ timersLeft }) =>
  timersLeft === 0 ? undefined : `${timersLeft} timers are left.`;

const closingWaitsForCallsInProgress: RunInvariant = ({ closedOver, hangs }) => {
  if (closedOver === undefined || hangs) return undefined;
  if (closedOver < 0) return "settled() never resolved.";
  return closedOver === 0 ? undefined : `${closedOver} calls were still in progress.`;
};

const theLedgerIsTheVendors: RunInvariant = ({ calls, made }) => {
  const count = (...names: string[]): number =>
    calls.filter(({ plan }) => names.includes(plan.operation)).flatMap(effectsOf).length;
  const expected = {
    payers: count("createPayer"),
    paymentMethods: count("storeCard", "storeBankAccount", "spendClientSecret") - count("deletePaymentMethod"),
    clientSecrets: count("createClientSecret"),
    payments: count("payIntent"),
    recipients: count("createRecipient") - count("deleteRecipient"),
  };
  return isDeepStrictEqual(made, expected)
    ? undefined
    : `The vendor made ${JSON.stringify(made)}, the network saw ${JSON.stringify(expected)}.`;
};

/** Says which secret of a call or of the run is printed, or returns undefined. */
export const noSecretIsPrinted = ({
  printed,
  secrets,
  calls,
}: Pick<RunRecord, "printed" | "secrets" | "calls">): string | undefined => {
  const all = [...secrets, ...calls.flatMap(({ operation, given }) => operation.secrets(given))];
  for (const call of calls) {
    if (call.plan.operation !== "createClientSecret") continue;
    for (const { body } of effectsOf(call)) all.push(String(call.operation.done(body)));
  }
  const cvvs = calls.map(({ given }) => new RegExp(`cvv[^\\p{L}\\p{N}]{0,6}${given.cvv}(?!\\d)`, "u"));
  for (const text of printed) {
    const joined = text.replaceAll(/[^\p{L}\p{N}]+/gu, "");
    const decoded = text.replaceAll(/%[\da-f]{2}/gi, decodeURIComponent);
    for (const secret of all) {
      const isNumber = /^[\d-]+$/.test(secret);
      if (isNumber ? joined.includes(secret.replaceAll("-", "")) : text.includes(secret) || decoded.includes(secret))
        return `A secret is printed: ${text}`;
    }
    if (cvvs.some((cvv) => cvv.test(text))) return `A CVV is printed: ${text}`;
  }
  return undefined;
};

/** Invariants of a call at any speed. */
export const TIMELESS_INVARIANTS: Readonly<Record<string, TimelessInvariant>> = {
  everyFailureIsAConnectError,
  notSentMeansThatTheServerSawNothing,
  rejectedMeansThatNoEffectExists,
  successMeansTheReturnedEffect,
  nothingHappensTwice,
  attemptsAreTheRequestsHandedToTheNetwork,
};

const CALL_INVARIANTS: Readonly<Record<string, CallInvariant>> = {
  ...TIMELESS_INVARIANTS,
  aCallSettlesByItsDeadline,
  retriesStayWithinTheirNumber,
  aRetryWaitsAsLongAsItWasAskedTo,
  networkFailuresAreReal,
  aGoodResponseIsASuccess,
  theTraceIdIsTheVendors,
  noListenerIsLeft,
};

const RUN_INVARIANTS: Readonly<Record<string, RunInvariant>> = {
  noTimerIsLeft,
  closingWaitsForCallsInProgress,
  theLedgerIsTheVendors,
  noSecretIsPrinted,
};

/** Returns one line for each invariant that a run breaks. */
export function violationsOf(run: RunRecord): string[] {
  const found: string[] = [];
  for (const [name, check] of Object.entries(CALL_INVARIANTS)) {
    for (const call of run.calls) {
      const wrong = check(call, run);
      if (wrong) found.push(`${name}: call-${call.index} (${call.plan.operation}). ${wrong}`);
    }
  }
  for (const [name, check] of Object.entries(RUN_INVARIANTS)) {
    const wrong = check(run);
    if (wrong) found.push(`${name}: ${wrong}`);
  }
  return found;
}
