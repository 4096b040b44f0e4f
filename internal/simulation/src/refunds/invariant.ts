import { isConnectError } from "../world/real.ts";
import { historyViolations } from "../world/vendor-invariant.ts";
import { noSecretIsPrinted, violationsOf } from "../world/violations.ts";
import type { ClerkRecord, RefundRun } from "./play.ts";

/** Says what is wrong with a run, or returns undefined. */
type RefundInvariant = (run: RefundRun) => string | undefined;
/** Says what is wrong with the work of a clerk, or returns undefined. */
type ClerkInvariant = (clerk: ClerkRecord, run: RefundRun) => string | undefined;

const aRefundIsTold: ClerkInvariant = ({ finding, status }) =>
  finding === "refunded" && status !== "REFUNDED" ? `The payment was ${status}.` : undefined;

const neverPaidIsTrueForEver: ClerkInvariant = ({ finding }, { payments }) =>
  finding === "never paid" && payments.length > 0 ? "The payment exists." : undefined;

const whatCannotBeRefundedStays: ClerkInvariant = ({ finding }, { payments }) =>
  finding === "cannot be refunded" && payments[0]?.status === "REFUNDED" ? "It was refunded." : undefined;

const everyFailureIsAConnectError: ClerkInvariant = ({ error }) =>
  error === undefined || isConnectError(error) ? undefined : `It failed with ${error}.`;

const theLastClerkFindsOut: RefundInvariant = ({ clerks, payments }) => {
  const [payment] = payments;
  const truth = !payment ? "never paid" : payment.status === "REFUNDED" ? "refunded" : "cannot be refunded";
  const finding = clerks.at(-1)?.finding;
  return finding === truth ? undefined : `It found: ${finding}. True is: ${truth}.`;
};

const CLERK_INVARIANTS: Readonly<Record<string, ClerkInvariant>> = {
  aRefundIsTold,
  neverPaidIsTrueForEver,
  whatCannotBeRefundedStays,
  everyFailureIsAConnectError,
};

const RUN_INVARIANTS: Readonly<Record<string, RefundInvariant>> = {
  theLastClerkFindsOut,
  noSecretIsPrinted,
};

/** Returns one line for each promise that a run breaks. */
export function refundViolations(run: RefundRun): string[] {
  const found = [...historyViolations(run.payments), ...violationsOf(RUN_INVARIANTS, run)];
  for (const [name, check] of Object.entries(CLERK_INVARIANTS)) {
    for (const clerk of run.clerks) {
      const wrong = check(clerk, run);
      if (wrong) found.push(`${name}: ${clerk.process.sender.name}. ${wrong}`);
    }
  }
  return found;
}
