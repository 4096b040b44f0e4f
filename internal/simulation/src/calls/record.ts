import type { Delivery, RequestRecord, Sender } from "../world/sender.ts";
import type { Given, SimulatedOperation } from "./operation.ts";
import type { CallPlan, CallsSchedule } from "./schedule.ts";

/** Everything that is known about one call. */
export interface CallRecord {
  readonly index: number;
  readonly plan: CallPlan;
  readonly operation: SimulatedOperation;
  readonly given: Given;
  readonly controller: AbortController;
  startedAt: number | undefined;
  settledAt: number | undefined;
  /** The returned value; undefined when it failed. */
  data: unknown;
  error: unknown;
  readonly sender: Sender;
  /** Those of the sender. */
  readonly requests: RequestRecord[];
  /** Those of the sender. */
  readonly deliveries: Delivery[];
  /** How often the `onRequest` hook was called. */
  announced: number;
  /** Abort listeners on the caller's signal once the call has settled. */
  listeners: number;
}

/** Everything that is known about one run. */
export interface RunRecord {
  readonly schedule: CallsSchedule;
  readonly calls: readonly CallRecord[];
  /** Everything that was printed: errors, hooks' events, console lines. */
  readonly printed: readonly string[];
  /** The API keys and the client secrets of this run. */
  readonly secrets: readonly string[];
  /** Timers of core's that were left once every call had settled. */
  timersLeft: number;
  /** True if the run ended with nothing to wait for although a call had not settled. */
  hangs: boolean;
  /** How much more the vendor holds at the end than before the first call. */
  made: Readonly<Record<"payers" | "paymentMethods" | "clientSecrets" | "payments" | "recipients", number>>;
  /** Calls that were still in progress when `settled()` resolved, or -1 when it never did. */
  closedOver: number | undefined;
  readonly trace: string[];
}
