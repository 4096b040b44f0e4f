import type { ProblemName } from "@plastiq-connect/core/mint-endpoint";
import type { Expectation, ExpectedAnswer, Reached } from "../attack.ts";
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

/** The endpoint's own refusal. */
export function refusal(problem: ProblemName): ExpectedAnswer {
  return { by: "endpoint", status: STATUS[problem], problem };
}

/** The endpoint refuses, and nothing reaches the vendor. */
export function refused(problem: ProblemName): Expectation {
  return { answers: [refusal(problem)] };
}

/** Something in front of the endpoint answers, and nothing reaches the vendor. */
export function inFront(status: number): Expectation {
  return { answers: [{ by: "in-front", status }] };
}

/** The connection ends without a response, and nothing reaches the vendor. */
export const CUT_OFF: Expectation = { answers: [] };

/** The endpoint's success. */
export const SECRET: ExpectedAnswer = { by: "endpoint", status: 200, secrets: 1 };

/** The attacker gets one secret, for their own payer, and what they claimed is not believed. */
export function minted(ip: Reached["ip"] = "peer"): Expectation {
  return { answers: [SECRET], reached: [{ ip, status: 200 }] };
}

/** The call to the vendor ends when the client does, before it took effect. */
export const ABORTED: Expectation = { answers: [], reached: [{ ip: "peer", status: null }], audited: ["aborted"] };

/** Targets that run on Node. */
export const ON_NODE = ["node:http", "Express", "Express behind express.json()", "Fastify", "Hono"] as const;

/** Targets that run on Node with the Node adapter. */
export const WITH_NODE_ADAPTER = ["node:http", "Express", "Express behind express.json()", "Fastify"] as const;

/** The same for several targets. */
export function on<Name extends TargetName>(
  names: readonly Name[],
  expectation: Expectation,
): Record<Name, Expectation> {
  return Object.fromEntries(names.map((name) => [name, expectation])) as Record<Name, Expectation>;
}
