import type { PaymentMethod } from "@plastiq-connect/browser";

/** What is being done, once the form is sent. `...-again`: the first secret ran out, and a second one is used. */
export type Working = "minting" | "tokenizing" | "minting-again" | "tokenizing-again";

/** Why nothing was stored, for sure. */
export type Refusal =
  | "declined"
  /** The vendor did not take the details. */
  | "refused"
  /** Both secrets ran out before they were used. */
  | "expired"
  | "busy"
  | "signed-out"
  | "unreachable"
  | "offline"
  /** It cannot work before one of us mends something. */
  | "unavailable";

/** Everything that a person at the page can tell apart. */
export type CheckoutState =
  | { readonly kind: "idle" | "back-online" }
  | { readonly kind: Working }
  | {
      readonly kind: Refusal;
      /** The trace id to quote. */
      readonly reference?: string | undefined;
      /** In milliseconds. */
      readonly retryAfter?: number | undefined;
    }
  /** The card may be stored or not: only looking helps. */
  | { readonly kind: "unknown"; readonly last4: string; readonly reference?: string | undefined }
  | { readonly kind: "done"; readonly method: PaymentMethod };

const WORKING: readonly string[] = ["minting", "tokenizing", "minting-again", "tokenizing-again"] satisfies Working[];

/** Whether the page waits for an answer. */
export function isWorking(state: CheckoutState): state is { readonly kind: Working } {
  return WORKING.includes(state.kind);
}
