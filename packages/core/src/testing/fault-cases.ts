import type { Fault } from "@plastiq-connect/sandbox";
import type { ErrorCode, Outcome } from "../outcome.ts";

/** One circumstance, and what the design says of it. */
export interface FaultCase {
  readonly name: string;
  /** `"unconnected"`: the fetch says that no connection was made. */
  readonly fault: Omit<Fault, "operation" | "times"> | "unconnected";
  /** `undefined`: it does not fail. */
  readonly code: ErrorCode | undefined;
  readonly outcome: Outcome | undefined;
  /** The replays that are repeated after it. */
  readonly repeated: "safe and never" | "safe" | "none";
}

const line = (
  name: string,
  fault: FaultCase["fault"],
  code: ErrorCode | undefined,
  outcome: Outcome | undefined,
  repeated: FaultCase["repeated"],
): FaultCase => ({ name, fault, code, outcome, repeated });

const status = (value: number, code: ErrorCode, outcome: Outcome, repeated: FaultCase["repeated"]): FaultCase =>
  line(`status ${value}`, { kind: "status", status: value }, code, outcome, repeated);

const redirect = (value: number): FaultCase =>
  line(`redirect ${value}`, { kind: "redirect", status: value }, "redirect_refused", "unknown", "none");

// biome-ignore format: a table reads better by line
const NAMED: readonly FaultCase[] = [
  line("latency",                 { kind: "latency" },                   undefined,             undefined,  "none"),
  line("latency past a timeout",  { kind: "latency", delayMs: 60_000 },  "timed_out",           "unknown",  "safe"),
  line("stalled body",            { kind: "stalled-body" },              "timed_out",           "unknown",  "safe"),
  line("severed",                 { kind: "severed" },                   "network_failed",      "unknown",  "safe"),
  line("severed after it is done", { kind: "severed", carriedOut: true }, "network_failed",     "unknown",  "safe"),
  line("severed body",            { kind: "severed-body" },              "network_failed",      "unknown",  "safe"),
  line("no connection",           "unconnected",                         "network_failed",      "not-sent", "safe and never"),
  line("truncated JSON",          { kind: "truncated-json" },            "response_unreadable", "unknown",  "none"),
  line("HTML with status 200",    { kind: "html" },                      "response_unreadable", "unknown",  "none"),
  line("oversized body",          { kind: "oversized-body" },            "response_unreadable", "unknown",  "none"),
  redirect(301), redirect(302), redirect(303), redirect(307), redirect(308),
  status(400, "request_refused",    "rejected", "none"),
  status(401, "unauthorized",       "rejected", "none"),
  status(403, "forbidden",          "rejected", "none"),
  status(404, "not_found",          "rejected", "none"),
  status(408, "server_failed",      "unknown",  "safe"),
  status(409, "conflict",           "rejected", "none"),
  status(429, "rate_limited",       "rejected", "safe and never"),
  status(500, "server_failed",      "unknown",  "safe"),
  status(501, "server_failed",      "unknown",  "none"),
  status(502, "server_failed",      "unknown",  "safe"),
  status(503, "server_unavailable", "rejected", "safe and never"),
  status(504, "server_failed",      "unknown",  "safe"),
  status(522, "server_failed",      "unknown",  "none"),
];

const named = new Set(NAMED.map(({ name }) => name));
// 4xx without a row of its own.
const OTHERS = Array.from({ length: 100 }, (_, index) => status(400 + index, "request_refused", "rejected", "none"));

/** Every kind of fault, every status from 400 to 504, and some above. */
export const FAULT_CASES: readonly FaultCase[] = [...NAMED, ...OTHERS.filter(({ name }) => !named.has(name))];
