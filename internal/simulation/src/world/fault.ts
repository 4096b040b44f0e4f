/** A fault of a request, and how often it is chosen. */
export interface FaultFacts {
  readonly weight: number;
  /** Time at which the server carries the request out. `late`: after the client has given the attempt up. */
  readonly effect: "none" | "happens" | "late";
  /** The response that the client gets. */
  readonly end:
    | "the response"
    | "no connection"
    | "no connection, unmarked"
    | "a broken connection"
    | "silence"
    | "a page"
    | "a redirect"
    | "a refusal by the vendor";
  /** The fate of the response body on the way. */
  readonly body?: "cut" | "severed" | "slow" | "decompressed" | "still compressed" | "oversized";
  /** How many copies the runtime sends. */
  readonly copies?: 2;
}

/** The faults of the network and of the vendor, one row each. */
export const FAULTS = {
  none: { weight: 12, effect: "happens", end: "the response" },
  "connection refused": { weight: 3, effect: "none", end: "no connection" },
  "connection refused, unmarked": { weight: 2, effect: "none", end: "no connection, unmarked" },
  "lost before the effect": { weight: 3, effect: "none", end: "a broken connection" },
  "lost after the effect": { weight: 5, effect: "happens", end: "a broken connection" },
  "silent before the effect": { weight: 2, effect: "none", end: "silence" },
  "silent after the effect": { weight: 3, effect: "happens", end: "silence" },
  "late effect": { weight: 3, effect: "late", end: "the response" },
  "gateway before the effect": { weight: 5, effect: "none", end: "a page" },
  "gateway after the effect": { weight: 8, effect: "happens", end: "a page" },
  "refused by the vendor": { weight: 10, effect: "none", end: "a refusal by the vendor" },
  "vendor failed after the effect": { weight: 3, effect: "happens", end: "a refusal by the vendor" },
  "redirect before the effect": { weight: 2, effect: "none", end: "a redirect" },
  "redirect after the effect": { weight: 2, effect: "happens", end: "a redirect" },
  duplicate: { weight: 4, effect: "happens", end: "the response", copies: 2 },
  "body cut": { weight: 3, effect: "happens", end: "the response", body: "cut" },
  "body severed": { weight: 3, effect: "happens", end: "the response", body: "severed" },
  "body slow": { weight: 3, effect: "happens", end: "the response", body: "slow" },
  "body decompressed by the runtime": { weight: 2, effect: "happens", end: "the response", body: "decompressed" },
  "body still compressed": { weight: 2, effect: "happens", end: "the response", body: "still compressed" },
  "body oversized": { weight: 1, effect: "happens", end: "the response", body: "oversized" },
} as const satisfies Record<string, FaultFacts>;

/** The name of a fault. */
export type Fault = keyof typeof FAULTS;

/** Returns the facts of a fault. */
export function factsOf(fault: Fault): FaultFacts {
  return FAULTS[fault];
}
