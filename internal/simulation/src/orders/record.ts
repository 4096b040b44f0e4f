import type { Process } from "../world/process.ts";
import type { Sender } from "../world/sender.ts";
import type { KeptPayment } from "../world/vendor-invariant.ts";
import type { OrderSchedule } from "./schedule.ts";

/** Result that a process gets when it has paid. */
export interface Told {
  readonly intentId?: string;
  readonly paymentId?: string;
}

/** Everything that is known about one life of a process. */
export interface LifeRecord {
  readonly process: Process;
  readonly sender: Sender;
  readonly startedAt: number;
  /** When it was told, unless it crashed before. */
  settledAt: number | undefined;
  told: Told | undefined;
  error: unknown;
  /** The vendor's payments when it was told. */
  payments: readonly KeptPayment[];
}

/** Everything that is known about one run. */
export interface OrderRun {
  readonly schedule: OrderSchedule;
  readonly lives: readonly LifeRecord[];
  /** The vendor's payments in the end. */
  payments: readonly KeptPayment[];
  /** True if the last process was told that the order is paid. */
  isPaid: boolean;
  /** True if the vendor still knew the key of an inline payment whenever it arrived. */
  readonly isKeyRemembered: boolean;
  readonly printed: readonly string[];
  readonly trace: readonly string[];
  readonly secrets: readonly string[];
}
