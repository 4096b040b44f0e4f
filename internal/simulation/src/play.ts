import { createHash } from "node:crypto";
import { violationsOf as callViolations } from "./calls/invariant.ts";
import { playCalls } from "./calls/play.ts";
import { listViolations } from "./lists/invariant.ts";
import { playList } from "./lists/play.ts";
import { resolveViolations } from "./lookups/invariant.ts";
import { playResolve } from "./lookups/play.ts";
import { orderViolations } from "./orders/invariant.ts";
import { playOrder } from "./orders/play.ts";
import { refundViolations } from "./refunds/invariant.ts";
import { playRefund } from "./refunds/play.ts";
import type { Schedule } from "./schedule.ts";
import { webhookViolations } from "./webhooks/invariant.ts";
import { playWebhooks } from "./webhooks/play.ts";
import type { RequestRecord } from "./world/sender.ts";

/** Result of a run. */
export interface Played {
  readonly trace: readonly string[];
  /** Everything that was printed: errors, hooks' events, console lines. */
  readonly printed: readonly string[];
  readonly requests: readonly RequestRecord[];
  /** One line for each promise that was broken. */
  readonly violations: readonly string[];
}

/** Plays one schedule to its end, on a clock and a source of randomness of its own. */
export async function play(schedule: Schedule): Promise<Played> {
  switch (schedule.kind) {
    case "calls": {
      const run = await playCalls(schedule);
      const requests = run.calls.flatMap((call) => call.requests);
      return { trace: run.trace, printed: run.printed, requests, violations: callViolations(run) };
    }
    case "resolve": {
      const run = await playResolve(schedule);
      const requests = [run.payment, ...run.lookups.map(({ sender }) => sender)].flatMap((sender) => sender.requests);
      return { trace: run.trace, printed: run.printed, requests, violations: resolveViolations(run) };
    }
    case "list": {
      const run = await playList(schedule);
      return { ...run, requests: run.sender.requests, violations: listViolations(run) };
    }
    case "webhook": {
      const run = await playWebhooks(schedule);
      return { ...run, violations: webhookViolations(run) };
    }
    case "refund": {
      const run = await playRefund(schedule);
      const senders = [run.payment, ...run.clerks.map(({ process }) => process.sender)];
      return { ...run, requests: senders.flatMap(({ requests }) => requests), violations: refundViolations(run) };
    }
    case "order": {
      const run = await playOrder(schedule);
      const requests = run.lives.flatMap(({ sender }) => sender.requests);
      return { trace: run.trace, printed: run.printed, requests, violations: orderViolations(run) };
    }
  }
}

/** Returns the hash of a run: the same for the same schedule, in every process. */
export function hashOf({ trace, printed }: Played): string {
  return createHash("sha256")
    .update(JSON.stringify([trace, printed]))
    .digest("hex");
}
