import type { Given, SimulatedOperation } from "./operation.ts";
import type { CallPlan, Fate, Schedule } from "./schedule.ts";

/** One request that core handed to the network. */
export interface RequestRecord {
  readonly at: number;
  readonly fate: Fate;
  /** How the network ended it. `lost` is the network's own failure; `responded` means that headers arrived. */
  end: "under way" | "lost" | "aborted" | "responded";
  /** Whether the runtime could say that nothing left. */
  endedAt: number;
  status: number;
  /** The UUID trace id of the response. */
  traceId: string | undefined;
  /** How long the response asks to wait, in milliseconds. */
  wait: number | undefined;
  /** Whether the whole body arrives, in a form that can be read as text. */
  readable: boolean;
}

/** One copy of a request that reached the vendor. */
interface Delivery {
  readonly attempt: number;
  readonly at: number;
  readonly status: number;
  /** The parsed body of the vendor's response. */
  readonly body: unknown;
  /** Whether the vendor did what was asked. */
  readonly effect: boolean;
}

/** Everything that is known about one call. */
export interface CallRecord {
  readonly index: number;
  readonly plan: CallPlan;
  readonly operation: SimulatedOperation;
  readonly given: Given;
  readonly controller: AbortController;
  startedAt: number | undefined;
  settledAt: number | undefined;
  /** What it gave; undefined when it failed. */
  data: unknown;
  error: unknown;
  readonly requests: RequestRecord[];
  readonly deliveries: Delivery[];
  /** How often the `onRequest` hook was called. */
  announced: number;
  /** Abort listeners on the caller's signal once the call has settled. */
  listeners: number;
}

/** Everything that is known about one run. */
export interface RunRecord {
  readonly schedule: Schedule;
  readonly calls: readonly CallRecord[];
  /** Everything that was printed: errors, hooks' events, console lines. */
  readonly printed: readonly string[];
  /** The API keys and the client secrets of this run. */
  readonly secrets: readonly string[];
  /** Timers of core's that were left once every call had settled. */
  timersLeft: number;
  /** Whether the run ended with nothing to wait for although a call had not settled. */
  hangs: boolean;
  /** How much more the vendor holds at the end than before the first call. */
  made: Readonly<Record<"payers" | "paymentMethods" | "clientSecrets" | "payments", number>>;
  /** Calls that were still under way when `settled()` resolved, or -1 when it never did. */
  closedOver: number | undefined;
  readonly trace: string[];
}
