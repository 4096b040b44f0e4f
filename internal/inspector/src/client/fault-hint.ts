import type { InspectedRequest } from "../protocol.ts";
import type { Hint } from "./hint.ts";

const consequences: Readonly<Record<string, string>> = {
  latency: "The answer was right, but late.",
  "stalled-body": "Half of the body was sent, then nothing. It took effect: only a timeout of the caller's ends it.",
  severed: "The connection broke without an answer. To the caller the outcome is unknown.",
  "severed-body": "The connection broke in the middle of the body. It took effect: do not repeat it blindly.",
  "truncated-json": "Half of the JSON was sent as if it were all. It took effect.",
  html: "A web page was answered with status 200, as by a proxy in between. It took effect.",
  redirect: "A redirect was answered. A bearer token must not follow it.",
  status: "The error status was answered as ordered. Nothing took effect unless you asked for it.",
  "oversized-body": "8 MiB of white space followed the answer. It took effect.",
};

/** Says that an answer was spoilt on purpose, and what that means to the caller. */
export function faultHint({ fault }: InspectedRequest): Hint | undefined {
  if (fault === null) return undefined;
  return { kind: "ordered", title: `Ordered fault: ${fault}`, advice: consequences[fault] ?? "" };
}
