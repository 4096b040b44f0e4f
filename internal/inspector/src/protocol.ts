import type { FaultKind } from "./fault-meanings.ts";

/** How many requests the inspector shows. */
export const MOST_REQUESTS = 200;

/** How many older problems it shows. */
export const MOST_PROBLEMS = 100;

/** The interval of heartbeats while nothing else happens, in ms. */
export const HEARTBEAT_MS = 5_000;

/** A request that arrived at the sandbox, without any credential. */
export interface InspectedRequest {
  readonly id: number;
  /** Epoch milliseconds on the sandbox's clock. */
  readonly at: number;
  /** `unknown` for a preflight and for everything that no operation takes. */
  readonly operation: string;
  readonly method: string;
  readonly path: string;
  readonly status: number | null;
  readonly pending: boolean;
  readonly duration: number;
  readonly traceId: string | null;
  readonly responseTraceId: string | null;
  readonly bearer: { readonly label: string; readonly sha256: string } | null;
  readonly headers: Readonly<Record<string, string>>;
  /** The parsed JSON, redacted. */
  readonly body: unknown;
  /** The response, redacted; null while there is none. */
  readonly response: { readonly headers: Readonly<Record<string, string>>; readonly body: unknown } | null;
  readonly clientAddress: string | null;
  readonly fault: FaultKind | null;
  /** Ids of the resources that it names or made, in lower case. */
  readonly about: readonly string[];
  readonly warnings?: readonly string[];
  readonly refusal?: { readonly reason: string; readonly code: string; readonly details: readonly string[] };
}

/** A queued fault. */
export interface InspectedFault {
  readonly id: number;
  readonly operation: string;
  readonly kind: string;
  readonly times?: number | null;
  readonly delayMs?: number;
  readonly after?: number;
  readonly payerId?: string;
  readonly carriedOut?: boolean;
  readonly location?: string;
  /** Values of fields that a request must have, without secrets. */
  readonly where?: Readonly<Record<string, string | number | boolean | null>>;
  readonly status?: number;
  readonly retryAfter?: string;
}

/** A payer of the main account. */
export interface InspectedPayer {
  readonly id: string;
  /** The business, or the person to contact. */
  readonly name: string;
  readonly contact: {
    readonly firstName?: string;
    readonly lastName?: string;
    readonly email?: string;
    readonly phone?: string;
  };
  readonly status: string;
}

/** A client secret without the secret. Times in epoch ms. */
export interface InspectedSecret {
  readonly label: string;
  readonly sha256: string;
  /** Null: any payer. */
  readonly payerId: string | null;
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly state: "live" | "spent" | "expired";
}

/** A payment method as it stands with its payer. */
export interface InspectedPaymentMethod {
  readonly payerId: string;
  readonly brand: string | null;
  readonly last4: string;
}

/** Something that can happen to a payment next. */
export type NextStep =
  | { readonly kind: "advance"; readonly status: string }
  | { readonly kind: "provide"; readonly type: string }
  | { readonly kind: "request" }
  | { readonly kind: "refund" }
  | { readonly kind: "expire" };

/** A payment from its intent on. Times in epoch ms. */
export interface InspectedPayment {
  readonly intentId: string;
  /** Null while the intent is not paid. */
  readonly paymentId: string | null;
  readonly payerId: string;
  readonly payer: string;
  readonly recipient: string;
  readonly method: string | null;
  /** The amount that the recipient gets, such as `100.00 USD`. */
  readonly amount: string | null;
  /** The amount that the payer is charged. */
  readonly total: string | null;
  /** Of the payment, or else of the intent. */
  readonly status: string;
  /** Why the intent cannot be paid. */
  readonly reasons: readonly string[];
  /** When the intent expires; null when it does not any more. */
  readonly expiresAt: number | null;
  readonly createdAt: number;
  readonly steps: readonly { readonly status: string; readonly at: number }[];
  readonly documents: readonly { readonly type: string; readonly isUploaded: boolean }[];
  readonly next: readonly NextStep[];
}

/** An event on its way to a webhook endpoint. Times in epoch ms. */
export interface InspectedDelivery {
  readonly id: string;
  readonly event: {
    readonly id: string;
    readonly event: string;
    readonly data: { readonly id: string; readonly type?: string };
  };
  /** The origin of the endpoint, without its path. */
  readonly receiver: string;
  /** The body that was sent. */
  readonly body: string;
  readonly state: "pending" | "delivered" | "failed" | "dropped";
  readonly dueAt: number;
  readonly attempts: readonly {
    readonly at: number;
    readonly status: number | null;
    readonly duration: number;
    readonly response: { readonly headers: Readonly<Record<string, string>>; readonly body: string } | null;
  }[];
}

/** The records of a resource that has no panel of its own. */
export interface InspectedList {
  readonly title: string;
  readonly total: number;
  readonly items: readonly {
    readonly id: string;
    readonly title: string;
    readonly status: string;
    readonly facts: readonly string[];
  }[];
}

/** Facts that do not change while a sandbox runs. */
export interface Built {
  readonly operations: readonly { readonly name: string; readonly method: string; readonly path: string }[];
  readonly faultKinds: readonly FaultKind[];
  /** The published key. It opens nothing but a local sandbox. */
  readonly localApiKey: string;
  readonly localPayerId: string;
}

/** The state as the inspector gets it: of each list only what came last, and how many there are in all. */
export interface Overview {
  readonly payers: readonly InspectedPayer[];
  readonly clientSecrets: readonly InspectedSecret[];
  readonly paymentMethods: readonly InspectedPaymentMethod[];
  readonly payments: readonly InspectedPayment[];
  readonly lists: readonly InspectedList[];
  readonly totals: { readonly payers: number; readonly clientSecrets: number; readonly payments: number };
  /** Labels only. `until` is when a rotated key dies, epoch ms. */
  readonly apiKeys: readonly { readonly label: string; readonly until: number | null }[];
  /** True if the published key works. */
  readonly takesLocalKey: boolean;
  readonly errorShape: "reference" | "guide";
  readonly settings: {
    readonly autopilot: boolean;
    readonly vocabulary: "guide" | "openapi";
    readonly pagination: "with" | "without";
    readonly intentOnPayments: "with" | "without";
    /** Percentages as decimal text. */
    readonly fees: { readonly card: string; readonly bank: string; readonly crossBorder: string };
    readonly idempotency: {
      readonly mode: "replayed" | "refused" | "executed" | "forgotten";
      readonly replayErrors: boolean;
    };
    readonly processingMs: number;
    /** The seed of the ids; null: random ids. */
    readonly idSeed: number | null;
  };
  readonly allowedIps: readonly string[] | null;
  /** The sandbox's clock, epoch ms. */
  readonly now: number;
}

/** The events of `GET /control/events`: their names and their data. */
export interface InspectorEvents {
  /** Comes first on every new connection. */
  readonly built: Built;
  readonly overview: Overview;
  readonly faults: readonly InspectedFault[];
  /** The last webhook deliveries, oldest first, and how many there are. */
  readonly deliveries: { readonly total: number; readonly items: readonly InspectedDelivery[] };
  /** Requests that arrived or of which more is known, in no order. At first the last ones that arrived. */
  readonly seen: readonly InspectedRequest[];
  /** Forget all requests so far. Comes before any `seen`, also on every new connection. */
  readonly "seen-cleared": null;
  /** How many requests arrived, and how many of them were problems. */
  readonly counts: { readonly total: number; readonly problems: number };
  /** A heartbeat. */
  readonly clock: { readonly now: number };
}
