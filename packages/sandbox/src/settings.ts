/**
 * The API key that every sandbox accepts by default. It is public on purpose, and works only with a local sandbox.
 */
export const LOCAL_API_KEY: string = "local-sandbox-key-not-a-secret";

/** The id (a UUID v4) of the payer that every account starts with, and still has after a reset. */
export const LOCAL_PAYER_ID: string = "3f2c9a54-7d1e-4b86-9c0a-5e8d1f7b2a63";

/** The id of the category that every card may pay. */
export const LOCAL_CATEGORY_ID: string = "d7a2beba-0c2c-42de-9690-26f00ba08339";

/** The id of a category that American Express cards may not pay. */
export const LOCAL_RENT_CATEGORY_ID: string = "5b0c7d1e-2f64-4a3b-8c19-6e0d4f7a9b25";

/**
 * Which of the vendor's two published error bodies to respond with.
 *
 * `reference` is the OpenAPI file's `{code, message, errors: [{details}], traceId}`; `guide` is the error guide's
 * `{statusCode, code, message, details: [{details}], traceId}`. A client must read both.
 * @see https://docs.developer.plastiq.com/docs/errors
 */
export type ErrorShape = "reference" | "guide";

/**
 * Which of the vendor's two published lists of status words to respond with: the guide's (`NOT_CAPTURABLE`, `CHARGED`)
 * or the OpenAPI file's (`UNCAPTURABLE`, `COMMITTED`).
 */
export type Vocabulary = "guide" | "openapi";

/** Presence of a field about which the vendor's documents disagree. */
export type Presence = "with" | "without";

/** Percentages of the target amount, as decimal text such as `2.85`. A fee of 0 is left out. */
export interface FeePercentages {
  /** `PLASTIQ_SERVICE_FEE` of a card. */
  card: string;
  /** `PLASTIQ_SERVICE_FEE` of a bank account. */
  bank: string;
  /** `PLASTIQ_CROSS_BORDER_FEE`: a card of the United States pays a recipient in Canada. */
  crossBorder: string;
}

/** How the sandbox treats idempotency keys. The vendor documents only the plain replay. */
export interface IdempotencyRules {
  /**
   * - `replayed`: a key with another body gets the first response. The log shows a warning.
   * - `refused`: a key with another body is refused with 400.
   * - `executed`: a key with another body makes another payment.
   * - `forgotten`: a key is forgotten once its request is done, as after its 24 hours.
   */
  mode: "replayed" | "refused" | "executed" | "forgotten";
  /** True if a refusal is replayed too. Otherwise the key is free again after one. */
  replayErrors: boolean;
}

/** Settings that a test may change while the sandbox runs. */
export interface Settings {
  /** Which error body to respond with. */
  errorShape: ErrorShape;
  /** The only addresses that may call; null: any. */
  allowedIps: readonly string[] | null;
  /** Which status words to respond with. */
  vocabulary: Vocabulary;
  /** The OpenAPI file's `pagination` object of lists, which the guide's samples lack. */
  pagination: Presence;
  /** The `paymentIntent: { id }` of payments. The guide lists a link to the intent, the OpenAPI file lacks it. */
  intentOnPayments: Presence;
  /** The fees of new and updated payment intents. */
  fees: FeePercentages;
  /** How idempotency keys are treated. */
  idempotency: IdempotencyRules;
  /** How long a payment takes, in ms. During that time, its idempotency key gets 409. */
  processingMs: number;
  /** True if payments move by themselves on the sandbox's clock. */
  autopilot: boolean;
}

/** Returns the settings of a sandbox without options. */
export function defaultSettings(): Settings {
  return {
    errorShape: "reference",
    allowedIps: null,
    vocabulary: "guide",
    pagination: "with",
    intentOnPayments: "without",
    fees: { card: "2.85", bank: "0", crossBorder: "1" },
    idempotency: { mode: "replayed", replayErrors: false },
    processingMs: 0,
    autopilot: false,
  };
}
