import type { InspectedRequest } from "../protocol.ts";
import { faultHint } from "./fault-hint.ts";
import type { Model } from "./model.ts";
import { refusalHint } from "./refusal-hint.ts";

/** What is wrong with a request, and what to do. */
export interface Hint {
  /** `wrong`: this is why it failed. `doubtful`: it worked, but will not do. `ordered`: you asked for it. */
  readonly kind: "wrong" | "doubtful" | "ordered";
  readonly title: string;
  readonly advice: string;
  /** The request that explains it. */
  readonly see?: number;
}

/** The names that HTTP clients give themselves when nobody gave them one. */
const CLIENT_AGENT =
  /^(node$|undici|node-fetch|axios|got |superagent|Deno\/|Bun\/|python|Go-http|okhttp|Java\/|Ruby|Faraday)/i;

/** All there is to say about a request, the most important first. */
export function hintsFor(request: InspectedRequest, model: Model): readonly Hint[] {
  const hints: Hint[] = [];
  // A refusal that nobody received explains nothing.
  const refusal = request.status === null ? undefined : refusalHint(request, model);
  if (refusal) hints.push(refusal);
  const fault = faultHint(request);
  if (fault) hints.push(fault);
  const { status, pending, headers, operation, bearer, traceId, answeredTraceId } = request;
  if (status === null && !pending && request.fault !== "severed") {
    hints.push({
      kind: "wrong",
      title: "The caller gave up before the answer",
      advice: "It timed out or aborted. Whether the operation took effect shows in the state, not here.",
    });
  }
  const agent = headers["user-agent"] ?? "";
  if (operation !== "unknown" && !bearer?.label.startsWith("client-secret-") && CLIENT_AGENT.test(agent)) {
    hints.push({
      kind: "doubtful",
      title: "User-Agent names your server, not the end user",
      advice: `“${agent}” is what the HTTP client says by itself. Pass on the User-Agent of the browser that called you.`,
    });
  }
  if (traceId !== null && answeredTraceId !== null && traceId !== answeredTraceId) {
    hints.push({
      kind: "doubtful",
      title: "Trace-Id was replaced",
      advice: `“${traceId}” is not one UUID v4. The answer carries ${answeredTraceId} in its place, without an error.`,
    });
  }
  return hints;
}
