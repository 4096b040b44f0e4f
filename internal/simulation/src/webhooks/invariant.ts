import { isConnectError } from "../world/real.ts";
import { historyViolations } from "../world/vendor-invariant.ts";
import { noSecretIsPrinted, violationsOf } from "../world/violations.ts";
import type { WebhookRun } from "./play.ts";

/** Says what is wrong with a run, or returns undefined. */
type WebhookInvariant = (run: WebhookRun) => string | undefined;

const TERMINAL = ["DEPOSITED", "REFUNDED", "NOT_CAPTURED"];

const noOrderContradictsTheVendor: WebhookInvariant = ({ payments, orders }) => {
  const wrong = payments.filter(({ id, status }) => orders.get(id) !== status);
  return wrong.length === 0
    ? undefined
    : wrong.map(({ id, status }) => `${id} is ${status}, the order says ${orders.get(id)}.`).join(" ");
};

const anEventIsHandledOnce: WebhookInvariant = ({ handled, hasCrashed, schedule }) => {
  // After a crash, and when the work was done but not the mark, it is handled again.
  if (hasCrashed || schedule.servers.some(({ crashStep, crashAfter }) => crashStep !== null || crashAfter !== null)) {
    return undefined;
  }
  const again = [...handled].filter(([, times]) => times > 1);
  return again.length > 0 ? `${again.map(([id]) => id).join(", ")} was handled again.` : undefined;
};

const aWaitTellsTheTruth: WebhookInvariant = ({ waits, payments, vendorTime }) => {
  for (const { paymentId, startedAt, settledAt, status, error } of waits) {
    if (error !== undefined && !isConnectError(error)) return `It failed with ${error}.`;
    if (settledAt - startedAt > 120_020) return `It took ${settledAt - startedAt} ms.`;
    if (status === undefined) continue;
    const history = payments.find(({ id }) => id === paymentId)?.history ?? [];
    const had = history.some(
      (step, index) =>
        step.status === status &&
        Date.parse(step.at) <= vendorTime(settledAt) &&
        (index === history.length - 1 || Date.parse(history[index + 1]?.at ?? "") >= vendorTime(startedAt)),
    );
    if (!had) return `It told ${status}, the payment went ${history.map((step) => step.status).join(" → ")}.`;
    if (status !== "IN_TRANSIT" && !TERMINAL.includes(status)) return `It ended at ${status}.`;
  }
  return undefined;
};

const INVARIANTS: Readonly<Record<string, WebhookInvariant>> = {
  noOrderContradictsTheVendor,
  anEventIsHandledOnce,
  aWaitTellsTheTruth,
  noSecretIsPrinted,
};

/** Returns one line for each promise that a run breaks. */
export function webhookViolations(run: WebhookRun): string[] {
  return [...historyViolations(run.payments), ...violationsOf(INVARIANTS, run)];
}
