import { type ErrorCode, isConnectError } from "@plastiq-connect/browser";
import type { CheckoutState, Refusal, Working } from "./checkout-state.ts";

/** Where a failure happened. */
export interface FailureContext {
  /** What was being done. */
  readonly during: Working;
  /** The end of the card's number, to look for it. */
  readonly last4: string;
  readonly online: boolean;
}

/**
 * What a failure means to the person at the page. Until a secret is there, the card has not left the page; after that,
 * what is not known for sure is told as not known, also when nobody foresaw the error.
 */
export function stateOfFailure(error: unknown, { during, last4, online }: FailureContext): CheckoutState {
  const { code, outcome, apiCode, traceId: reference, retryAfter } = isConnectError(error) ? error : UNFORESEEN;
  if (during === "minting" || during === "minting-again") {
    return { kind: mintRefusal(code, online), reference, retryAfter };
  }
  if (outcome === "unknown") return { kind: "unknown", last4, reference };
  return { kind: spendRefusal(code, apiCode, online), reference, retryAfter };
}

const UNFORESEEN: {
  readonly code?: ErrorCode;
  readonly outcome: "unknown";
  readonly apiCode?: string;
  readonly traceId?: string;
  readonly retryAfter?: number;
} = { outcome: "unknown" };

function mintRefusal(code: ErrorCode | undefined, online: boolean): Refusal {
  return code === "unauthorized" ? "signed-out" : (eitherRefusal(code, online) ?? "unavailable");
}

function spendRefusal(code: ErrorCode | undefined, apiCode: string | undefined, online: boolean): Refusal {
  if (code === "request_refused") return apiCode === "PAYMENT_METHOD_DECLINED" ? "declined" : "refused";
  if (code === "input_invalid") return "refused";
  return code === "unauthorized" ? "expired" : (eitherRefusal(code, online) ?? "unavailable");
}

function eitherRefusal(code: ErrorCode | undefined, online: boolean): Refusal | undefined {
  if (code === "rate_limited" || code === "server_unavailable") return "busy";
  if (code === "network_failed" || code === "timed_out") return online ? "unreachable" : "offline";
  return undefined;
}
