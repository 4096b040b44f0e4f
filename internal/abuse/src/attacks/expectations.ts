import type { ProblemName } from "@plastiq-connect/core/mint-endpoint";
import type { Expectation, ExpectedResponse, Reached } from "../attack.ts";
import type { TargetName } from "../targets.ts";

const STATUS: Readonly<Record<ProblemName, number>> = {
  "method-not-allowed": 405,
  "host-invalid": 400,
  "origin-refused": 403,
  "body-too-large": 413,
  unauthenticated: 401,
  forbidden: 403,
  "rate-limited": 429,
  "limiter-unavailable": 503,
  "client-closed-request": 499,
  "upstream-refused": 502,
  "upstream-timed-out": 504,
  "internal-error": 500,
};

/** Returns the endpoint's own refusal. */
export function refusal(problem: ProblemName): ExpectedResponse {
  return { by: "endpoint", status: STATUS[problem], problem };
}

/** Expects that the endpoint refuses, and nothing reaches the vendor. */
export function refused(problem: ProblemName): Expectation {
  return { responses: [refusal(problem)] };
}

/** Expects that something in front of the endpoint responds, and nothing reaches the vendor. */
export function inFront(status: number): Expectation {
  return { responses: [{ by: "in-front", status }] };
}

/** The connection ends without a response, and nothing reaches the vendor. */
export const CUT_OFF: Expectation = { responses: [] };

/** The endpoint's success. */
export const SECRET: ExpectedResponse = { by: "endpoint", status: 200, secrets: 1 };

/** Expects that the attacker gets one secret, for their own payer, and that forged values are ignored. */
export function minted(ip: Reached["ip"] = "peer"): Expectation {
  return { responses: [SECRET], reached: [{ ip, status: 200 }] };
}

/** The call to the vendor is aborted when the client disconnects, before it took effect. */
export const ABORTED: Expectation = { responses: [], reached: [{ ip: "peer", status: null }], audited: ["aborted"] };

/** Targets that run on Node. */
export const ON_NODE = ["node:http", "Express", "Express behind express.json()", "Fastify", "Hono"] as const;

/** Targets that run on Node with the Node adapter. */
export const WITH_NODE_ADAPTER = ["node:http", "Express", "Express behind express.json()", "Fastify"] as const;

/** Returns the same expectation for several targets. */
export function on<Name extends TargetName>(
  names: readonly Name[],
  expectation: Expectation,
): Record<Name, Expectation> {
  return Object.fromEntries(names.map((name) => [name, expectation])) as Record<Name, Expectation>;
}
