import { type ErrorCode, isConnectError, isDeclined } from "@plastiq-connect/browser";
import type { CheckoutState, Refusal, Working } from "./checkout-state.ts";

/** Where a failure happened. */
export interface FailureContext {
  /** The step that failed. */
  readonly during: Working;
  /** The last four digits of the card, to look for it. */
  readonly last4: string;
  readonly online: boolean;
}

/**
 * Returns what a failure means to the person at the page. Until there is a secret, the card has not left the page. After
 * that, everything that is not certain is told as not known, an unexpected error too.
 */
export function stateOfFailure(error: unknown, { during, last4, online }: FailureContext): CheckoutState {
  const { code, outcome, fields, traceId: reference, retryAfter } = isConnectError(error) ? error : UNFORESEEN;
  if (during === "minting" || during === "minting-again") {
    return { kind: mintRefusal(code, online), reference, retryAfter };
  }
  if (outcome === "unknown") return { kind: "unknown", last4, reference };
  if (isDeclined(error)) return { kind: "declined", reference };
  return { kind: spendRefusal(code, online), reference, retryAfter, fields };
}

const UNFORESEEN: {
  readonly code?: ErrorCode;
  readonly outcome: "unknown";
  readonly fields?: readonly string[];
  readonly traceId?: string;
  readonly retryAfter?: number;
} = { outcome: "unknown" };

function mintRefusal(code: ErrorCode | undefined, online: boolean): Refusal {
  // Whoever protects a server redirects to where people sign in.
  if (code === "unauthorized" || code === "redirect_refused") return "signed-out";
  return eitherRefusal(code, online) ?? "unavailable";
}

function spendRefusal(code: ErrorCode | undefined, online: boolean): Refusal {
  if (code === "request_refused" || code === "input_invalid") return "refused";
  return code === "unauthorized" ? "expired" : (eitherRefusal(code, online) ?? "unavailable");
}

function eitherRefusal(code: ErrorCode | undefined, online: boolean): Refusal | undefined {
  if (code === "rate_limited" || code === "server_unavailable") return "busy";
  if (code === "network_failed" || code === "timed_out") return online ? "unreachable" : "offline";
  return undefined;
}
