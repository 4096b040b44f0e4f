import type { Sandbox } from "./real.ts";

/** A payment as the vendor keeps it. */
export type KeptPayment = ReturnType<Sandbox["control"]["state"]>["payments"][number];

/** Where a payment may go from each status, written down here once more: the sandbox must not change it unseen. */
const ARROWS: Readonly<Record<string, readonly string[]>> = {
  SUBMITTED: ["CHARGED", "NOT_CAPTURED", "REFUNDED"],
  CHARGED: ["IN_TRANSIT", "UNDER_REVIEW", "REFUNDED"],
  UNDER_REVIEW: ["IN_TRANSIT", "REFUNDED"],
  // A check can be stopped while it is in the mail.
  IN_TRANSIT: ["DEPOSITED", "REFUNDED"],
};

/** Returns one line for each payment that took a way which no payment takes. */
export function historyViolations(payments: readonly KeptPayment[]): string[] {
  return payments.flatMap(({ id, history }) => {
    const way = history.map(({ status }) => status);
    const isStart = way[0] === "SUBMITTED" || way[0] === "CHARGED";
    const isWay = way.every((status, index) => index === 0 || ARROWS[way[index - 1] ?? ""]?.includes(status));
    return isStart && isWay ? [] : [`paymentsFollowTheirArrows: ${id} went ${way.join(" → ")}.`];
  });
}
