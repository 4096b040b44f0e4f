import type { InspectedRequest } from "../protocol.ts";
import { faultHint } from "./fault-hint.ts";
import type { Model } from "./model.ts";
import { refusalHint } from "./refusal-hint.ts";

/** The fault of a request, and how to fix it. */
export interface Hint {
  /** `wrong`: why it failed. `warning`: it worked, but is probably a mistake. `injected`: a fault. */
  readonly kind: "wrong" | "warning" | "injected";
  readonly title: string;
  readonly advice: string;
  /** The request that explains it. */
  readonly see?: number;
}

/** The icon of each kind of hint. */
export const HINT_ICONS = { wrong: "warning", warning: "info", injected: "fault" } as const;

/** The default names of HTTP clients. */
const CLIENT_AGENT =
  /^(node$|undici|node-fetch|axios|got |superagent|Deno\/|Bun\/|python|Go-http|okhttp|Java\/|Ruby|Faraday)/i;

/** Returns every hint for a request, the most important first. */
export function hintsFor(request: InspectedRequest, model: Model): readonly Hint[] {
  const hints: Hint[] = [];
  // A refusal that nobody received explains nothing.
  const refusal = request.status === null ? undefined : refusalHint(request, model);
  if (refusal) hints.push(refusal);
  const fault = faultHint(request);
  if (fault) hints.push(fault);
  const { status, pending, headers, operation, bearer, traceId, responseTraceId } = request;
  if (status === null && !pending && request.fault !== "severed") {
    hints.push({
      kind: "wrong",
      title: "The caller disconnected before the response",
      advice: "It timed out or aborted. The operation may have taken effect: check the records.",
    });
  }
  const agent = headers["user-agent"] ?? "";
  if (operation !== "unknown" && !bearer?.label.startsWith("client-secret-") && CLIENT_AGENT.test(agent)) {
    hints.push({
      kind: "warning",
      title: "User-Agent names your server, not the end user",
      advice: `“${agent}” is the default of an HTTP client. Pass on the User-Agent of the end user's browser.`,
    });
  }
  if (traceId !== null && responseTraceId !== null && traceId !== responseTraceId) {
    hints.push({
      kind: "warning",
      title: "Trace-Id was replaced",
      advice: `“${traceId}” is not a UUID v4. The response carries ${responseTraceId} instead.`,
    });
  }
  for (const sentence of request.warnings ?? []) {
    hints.push({
      kind: "warning",
      title: sentence,
      advice: "The sandbox accepted the request. Check that you intended it.",
    });
  }
  return hints;
}
