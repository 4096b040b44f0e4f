import fc from "fast-check";
import { anyCalls, type CallsSchedule } from "./calls/schedule.ts";
import { anyList, type ListSchedule } from "./lists/schedule.ts";
import { anyResolve, type ResolveSchedule } from "./lookups/schedule.ts";
import { anyOrder, type OrderSchedule } from "./orders/schedule.ts";
import { anyRefund, type RefundSchedule } from "./refunds/schedule.ts";
import { anyWebhook, type WebhookSchedule } from "./webhooks/schedule.ts";

/** One run: everything that is left to chance. */
export type Schedule =
  | CallsSchedule
  | OrderSchedule
  | ResolveSchedule
  | ListSchedule
  | WebhookSchedule
  | RefundSchedule;

/** The kinds of schedules, one row each. */
export const KINDS: { readonly [Kind in Schedule["kind"]]: fc.Arbitrary<Extract<Schedule, { kind: Kind }>> } = {
  calls: anyCalls,
  order: anyOrder,
  resolve: anyResolve,
  list: anyList,
  webhook: anyWebhook,
  refund: anyRefund,
};

/** Any schedule. */
export const anySchedule: fc.Arbitrary<Schedule> = fc.oneof(
  { weight: 8, arbitrary: KINDS.calls },
  { weight: 1, arbitrary: KINDS.order },
  { weight: 1, arbitrary: KINDS.resolve },
  { weight: 1, arbitrary: KINDS.list },
  { weight: 1, arbitrary: KINDS.webhook },
  { weight: 1, arbitrary: KINDS.refund },
);
