import type { SeenRequest } from "../../seen.ts";
import { element } from "./element.ts";
import { type IconName, icon } from "./icon.ts";

/** How a request ended, in the classes that the page tells apart by colour, drawing and frame. */
export type Tone = "ok" | "moved" | "refused" | "failed" | "broken" | "waiting";

/** Without a status, a request that has lasted 0 ms still waits for its answer; another one never got it. */
export function toneOf({ status, durationMs }: Pick<SeenRequest, "status" | "durationMs">): Tone {
  if (status === null) return durationMs === 0 ? "waiting" : "broken";
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
export function statusText(request: Pick<SeenRequest, "status" | "durationMs">): string {
  if (request.status !== null) return String(request.status);
  return toneOf(request) === "waiting" ? "wait" : "none";
}

/** The status as the page shows it: colour, drawing and text, so that it can be told without any one of them. */
export function statusBadge(request: SeenRequest): HTMLElement {
  const tone = toneOf(request);
  return element("span", { class: "status", "data-tone": tone }, icon(drawings[tone]), statusText(request));
}
