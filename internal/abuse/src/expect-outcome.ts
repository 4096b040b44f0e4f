import { PROBLEM_TYPE } from "@plastiq-connect/core/mint-endpoint";
import { expect, vi } from "vitest";
import type { Attack, Expectation, ExpectedResponse } from "./attack.ts";
import { claimsIn, leaksInResponse, secretsIn } from "./leaks.ts";
import { CLAIMED_ADDRESS, ORIGIN } from "./parties.ts";
import type { AttackOutcome } from "./run-attack.ts";
import type { Scene } from "./scene.ts";
import type { Target } from "./targets.ts";
import type { HttpResponse } from "./wire/http-response.ts";

/** Expects that an attack had only the allowed results. */
export async function expectOutcome(
  outcome: AttackOutcome,
  attack: Attack,
  expectation: Expectation,
  target: Target,
  scene: Scene,
): Promise<void> {
  expectServed(outcome);
  expectResponses(outcome, expectation, attack);
  for (const { received } of outcome.exchanges) expect(leaksInResponse(received, scene)).toEqual([]);
  expectVendor(outcome, expectation, target, scene);
  expect(outcome.arrivedAtHostile).toBe(attack.hostile ? 1 : 0);
  const { reached = [], audited = reached.map(() => "minted") } = expectation;
  await vi.waitFor(() => expect(outcome.audited().toSorted()).toEqual(audited.toSorted()), 20_000);
}

// Nothing hangs, and the target still serves others.
function expectServed({ exchanges, other }: AttackOutcome): void {
  expect(exchanges.map(({ ended }) => ended)).not.toContain("never");
  expect(other.responses.map(describeResponse)).toEqual([{ by: "endpoint", status: 200, secrets: 1 }]);
}

function expectResponses(
  { exchanges }: AttackOutcome,
  { responses, orCutOff }: Expectation,
  { times = 1 }: Attack,
): void {
  const given = exchanges.flatMap((exchange) => exchange.responses);
  const isLost = orCutOff && given.length === 0;
  if (!isLost) {
    // The order of several copies is unknown.
    const ordered = (list: readonly ExpectedResponse[]) =>
      times > 1 ? list.toSorted((a, b) => a.status - b.status) : list;
    expect(ordered(given.map(describeResponse))).toEqual(ordered(responses));
  }
  for (const { headers } of given) {
    expect([undefined, ORIGIN]).toContain(headers.get("access-control-allow-origin"));
    expect(headers.has("set-cookie")).toBe(false);
    if (!headers.has("trace-id")) continue;
    expect([headers.get("cache-control"), headers.get("x-content-type-options")]).toEqual(["no-store", "nosniff"]);
  }
  const received = exchanges.map((exchange) => exchange.received).join("\n");
  if (!isLost) expect(secretsIn(received)).toHaveLength(responses.filter((response) => "secrets" in response).length);
}

// Only the endpoint's responses have a trace id.
function describeResponse({ status, headers, body }: HttpResponse): ExpectedResponse {
  if (!headers.has("trace-id")) return { by: "in-front", status };
  const { type, clientSecret } = body === "" ? {} : JSON.parse(body);
  return {
    by: "endpoint",
    status,
    ...(type === undefined ? {} : { problem: type.slice(PROBLEM_TYPE.length) }),
    ...(clientSecret === undefined ? {} : { secrets: 1 }),
  };
}

function expectVendor(
  { seen, minted }: AttackOutcome,
  { reached = [] }: Expectation,
  { peer }: Target,
  { attackerPayerId }: Scene,
): void {
  expect(seen.map(({ headers, status }) => ({ ip: headers["end-user-ip"] ?? "none", status }))).toEqual(
    reached.map(({ ip, status }) => ({ ip: ip === "peer" ? peer : ip, status })),
  );
  expect(minted).toBe(reached.filter(({ status }) => status === 200).length);
  for (const request of seen) {
    expect(request.body).toEqual({ payer: { id: attackerPayerId }, type: "CARD" });
    expect(claimsIn(request)).toEqual([]);
    if (request.headers["end-user-ip"] !== CLAIMED_ADDRESS)
      expect(JSON.stringify(request)).not.toContain(CLAIMED_ADDRESS);
  }
}
