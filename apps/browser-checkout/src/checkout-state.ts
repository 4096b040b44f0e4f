import type { PaymentMethod } from "@plastiq-connect/browser";

/** The step in progress, once the form is sent. `...-again`: the first secret expired, and a second one is used. */
export type Working = "minting" | "tokenizing" | "minting-again" | "tokenizing-again";

/** Why nothing was stored. In all of these it is certain that nothing was. */
export type Refusal =
  | "declined"
  /** The vendor did not accept the details. */
  | "refused"
  /** Both secrets expired before they were used. */
  | "expired"
  | "busy"
  | "signed-out"
  | "unreachable"
  | "offline"
  /** It cannot work until somebody fixes it on our side. */
  | "unavailable";

/** The states of the page that a person can tell apart. */
export type CheckoutState =
  | { readonly kind: "idle" | "back-online" }
  | { readonly kind: Working }
  | {
      readonly kind: Refusal;
      /** The trace id to quote. */
      readonly reference?: string | undefined;
      /** In milliseconds. */
      readonly retryAfter?: number | undefined;
      /** The refused fields, by their paths in the request. */
      readonly fields?: readonly string[] | undefined;
    }
  /** The card may be stored or not: the person has to check. Without `last4` after a reload, which keeps nothing. */
  | { readonly kind: "unknown"; readonly last4?: string | undefined; readonly reference?: string | undefined }
  | { readonly kind: "done"; readonly method: PaymentMethod };

const WORKING: readonly string[] = ["minting", "tokenizing", "minting-again", "tokenizing-again"] satisfies Working[];

/** Returns whether the page waits for a response. */
export function isWorking(state: CheckoutState): state is { readonly kind: Working } {
  return WORKING.includes(state.kind);
}
