// Warns of the dates of our own that are near: `node internal/checks/src/support-dates.ts`.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { parseArgs } from "node:util";

/** A line of Node, with the end that its makers have announced and our own. Dates are ISO 8601. */
export interface NodeLine {
  readonly line: number;
  readonly upstreamEnd: string;
  readonly supportedUntil: string;
}

/** Content of `docs/support.json`. */
export interface SupportPolicy {
  /** How long before its end the end of a line is announced. */
  readonly noticeDays: number;
  readonly node: { readonly source: string; readonly readOn: string; readonly lines: readonly NodeLine[] };
}

/** How long before the day by which an end must be announced the warnings start. */
const WARN_DAYS = 60;
const DAY = 86_400_000;

/** Reads the support policy. */
export function readSupportPolicy(root: string): SupportPolicy {
  return JSON.parse(readFileSync(join(root, "docs/support.json"), "utf8"));
}

/** Returns a warning for each line of Node from 60 days before its end must be announced. */
export function supportWarnings({ node, noticeDays }: SupportPolicy, now: Date): readonly string[] {
  const today = Date.parse(now.toISOString().slice(0, 10));
  return node.lines.flatMap(({ line, supportedUntil }) => {
    const days = Math.round((Date.parse(supportedUntil) - today) / DAY);
    if (days > noticeDays + WARN_DAYS) return [];
    const when = days < 0 ? `ended ${-days} days ago` : `ends in ${days} days`;
    const announceBy = new Date(Date.parse(supportedUntil) - noticeDays * DAY).toISOString().slice(0, 10);
    const advice =
      days < noticeDays
        ? `It had to be announced by ${announceBy}. Drop the line after its end, or move its date in docs/support.json.`
        : `Announce it in the changelog by ${announceBy}.`;
    return [`Support for Node ${line} ${when}, on ${supportedUntil}. ${advice}`];
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const root = fileURLToPath(new URL("../../..", import.meta.url));
  const { today } = parseArgs({ options: { today: { type: "string" } }, strict: false }).values;
  // In the release workflow, GitHub shows a warning beside the run.
  const mark = process.env.GITHUB_ACTIONS === "true" ? "::warning::" : "Warning: ";
  const now = typeof today === "string" ? new Date(today) : new Date();
  for (const warning of supportWarnings(readSupportPolicy(root), now)) console.log(`${mark}${warning}`);
}
