import type { Fault } from "../faults/fault.ts";
import type { IntentStatus } from "../resources/payment-intents/payment-intent.ts";
import type { PaymentStatus } from "../resources/payments/payment.ts";
import type { FeePercentages, IdempotencyRules, Presence, Vocabulary } from "../settings.ts";

/** The body of a create operation. In it, a record of the seed is named by its name instead of `{ id }`. */
export type SeedBody = Readonly<Record<string, unknown>>;

/** Records by their names, which only the seed knows. A name always gets the same id; `id` chooses another. */
export type SeedRecords<Body = SeedBody> = Readonly<Record<string, Body>>;

/** The records and settings that a sandbox starts with, as in a seed file. */
export interface Seed {
  /** Settings that differ from the defaults. */
  readonly settings?: {
    readonly vocabulary?: Vocabulary;
    readonly pagination?: Presence;
    readonly intentOnPayments?: Presence;
    readonly errorShape?: "reference" | "guide";
    readonly autopilot?: boolean;
    readonly fees?: Partial<FeePercentages>;
    readonly idempotency?: Partial<IdempotencyRules>;
  };
  /** Bodies of `createPayer`. The name `local` is taken: it is the payer that always exists. */
  readonly payers?: SeedRecords;
  /** Bodies of `createPaymentMethod`, with test numbers only. */
  readonly paymentMethods?: SeedRecords;
  /** Bodies of `createRecipient`. */
  readonly recipients?: SeedRecords;
  /** Bodies of `createPaymentIntent`. `status: EXPIRED` lets one expire. */
  readonly paymentIntents?: SeedRecords<SeedBody & { readonly status?: Extract<IntentStatus, "EXPIRED"> }>;
  /** Payments of intents of the seed, each moved to a status, with documents that are wanted. */
  readonly payments?: SeedRecords<{
    readonly id?: string;
    readonly paymentIntent: string;
    readonly status?: PaymentStatus;
    readonly documents?: readonly string[];
  }>;
  /** Faults, as `addFault` takes them. */
  readonly faults?: readonly Fault[];
}

/** The ids of the records of a seed, by kind and name. */
export type SeedIds = Readonly<
  Record<"payers" | "paymentMethods" | "recipients" | "paymentIntents" | "payments", Readonly<Record<string, string>>>
>;

/** A seed that cannot be used. `message` names the field, and no value. */
export class SeedError extends TypeError {
  /** Always `SeedError`. */
  override readonly name: string = "SeedError";
  /** Where it is wrong, such as `["payers", "ada", "contact", "email"]`. */
  readonly path: readonly string[];

  /** `problem` completes the sentence that begins with the path. */
  constructor(path: readonly string[], problem: string) {
    // In YAML, digits without quotes are a number.
    const advice = problem === "must be a string." ? "must be a string: write it in quotes." : problem;
    super(`${path.join(".") || "The seed"} ${advice}`);
    this.path = path;
  }
}
