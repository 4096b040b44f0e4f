import type { InspectedRequest } from "../protocol.ts";
import { element } from "./element.ts";
import { type IconName, icon } from "./icon.ts";

/** How a request ended, in the classes that the page tells apart by color, drawing and frame. */
export type Tone = "ok" | "moved" | "refused" | "failed" | "broken" | "waiting";

/** Returns how a request ended, or that it has not ended yet. */
export function toneOf({ status, pending }: Pick<InspectedRequest, "status" | "pending">): Tone {
  if (status === null) return pending ? "waiting" : "broken";
  if (status < 300) return "ok";
  if (status < 400) return "moved";
  return status < 500 ? "refused" : "failed";
}

const drawings: Record<Tone, IconName> = {
  ok: "check",
  moved: "arrow",
  refused: "cross",
  failed: "bolt",
  broken: "broken",
  waiting: "dots",
};

/** The status in words of at most four letters. */
export function statusText(request: Pick<InspectedRequest, "status" | "pending">): string {
  if (request.status !== null) return String(request.status);
  return toneOf(request) === "waiting" ? "wait" : "none";
}

/** The status as the page shows it: color, drawing and text, so that it can be told without any one of them. */
export function statusBadge(request: Pick<InspectedRequest, "status" | "pending">): HTMLElement {
  const tone = toneOf(request);
  return element("span", { class: "status", "data-tone": tone }, icon(drawings[tone]), statusText(request));
}
