import { ConnectError, type ErrorCode, type Outcome } from "@plastiq-connect/browser";
import { expect, it } from "vitest";
import { type FailureContext, stateOfFailure } from "./failure-state.ts";

const at = (during: FailureContext["during"], online = true): FailureContext => ({ during, online, last4: "4242" });
const failure = (code: ErrorCode, outcome: Outcome, apiCode?: string): ConnectError =>
  new ConnectError({ code, outcome, apiCode, message: "", traceId: "t" });

it.each<[ErrorCode, Outcome, string]>([
  ["unauthorized", "not-sent", "signed-out"],
  ["redirect_refused", "not-sent", "signed-out"],
  ["forbidden", "not-sent", "unavailable"],
  ["server_failed", "not-sent", "unavailable"],
  ["request_refused", "not-sent", "unavailable"],
  ["rate_limited", "not-sent", "busy"],
  ["network_failed", "not-sent", "unreachable"],
])("tells a mint that fails with %s", (code, outcome, kind) => {
  expect(stateOfFailure(failure(code, outcome), at("minting")).kind).toBe(kind);
  // The second one speaks of the first use, if that was refused.
  expect(stateOfFailure(failure(code, "rejected"), at("minting-again")).kind).toBe(kind);
});

it.each<[ErrorCode, Outcome, string | undefined, string]>([
  ["request_refused", "rejected", "PAYMENT_METHOD_DECLINED", "declined"],
  ["request_refused", "rejected", "VALIDATION_ERROR", "refused"],
  ["input_invalid", "not-sent", undefined, "refused"],
  ["unauthorized", "not-sent", undefined, "expired"],
  ["unauthorized", "rejected", undefined, "expired"],
  ["server_unavailable", "rejected", undefined, "busy"],
  ["forbidden", "rejected", undefined, "unavailable"],
  ["unauthorized", "unknown", undefined, "unknown"],
  ["forbidden", "unknown", undefined, "unknown"],
  ["network_failed", "unknown", undefined, "unknown"],
  ["server_failed", "unknown", undefined, "unknown"],
])("tells a card that fails with %s, %s, %s as %s", (code, outcome, apiCode, kind) => {
  expect(stateOfFailure(failure(code, outcome, apiCode), at("tokenizing"))).toMatchObject({ kind, reference: "t" });
});

it("does not know the outcome of an unexpected error once the card may have been sent", () => {
  expect(stateOfFailure(new TypeError(), at("tokenizing-again"))).toMatchObject({ kind: "unknown", last4: "4242" });
  expect(stateOfFailure(new TypeError(), at("minting")).kind).toBe("unavailable");
});

it("reports that there is no network", () => {
  expect(stateOfFailure(failure("network_failed", "not-sent"), at("minting", false)).kind).toBe("offline");
});
