import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { describe, expect, it } from "vitest";
import { readSupportPolicy, type SupportPolicy, supportWarnings } from "./support-dates.ts";

const root = fileURLToPath(new URL("../../..", import.meta.url));
const read = (path: string): string => readFileSync(join(root, path), "utf8");

describe("supportWarnings", () => {
  const policy: SupportPolicy = {
    noticeDays: 90,
    node: {
      source: "",
      readOn: "2026-11-25",
      lines: [{ line: 20, upstreamEnd: "2026-04-30", supportedUntil: "2027-04-30" }],
    },
  };

  it.each([
    ["2026-11-30T23:59:59Z", []],
    ["2026-12-01T00:00:00Z", ["ends in 150 days, on 2027-04-30. Announce it in the changelog by 2027-01-30."]],
    ["2027-01-30T00:00:00Z", ["ends in 90 days, on 2027-04-30. Announce it in the changelog by 2027-01-30."]],
    ["2027-02-14T00:00:00Z", ["ends in 75 days, on 2027-04-30. It had to be announced by 2027-01-30. Drop the line"]],
    ["2027-04-30T12:00:00Z", ["ends in 0 days"]],
    ["2027-05-02T00:00:00Z", ["ended 2 days ago"]],
  ])("on %s warns: %j", (now, expected) => {
    const warnings = supportWarnings(policy, new Date(now));
    expect(warnings).toEqual(expected.map((words) => expect.stringContaining(`Support for Node 20 ${words}`)));
  });
});

describe("the check of the dates, by the day of the release", () => {
  const [first] = readSupportPolicy(root).node.lines;
  const before = (days: number): string =>
    new Date(Date.parse(first?.supportedUntil ?? "") - days * 86_400_000).toISOString().slice(0, 10);
  const check = (today: string, env: NodeJS.ProcessEnv = {}): string =>
    execFileSync(process.execPath, [join(root, "internal/checks/src/support-dates.ts"), "--today", today], {
      encoding: "utf8",
      env,
    });

  it("warns 59 days before, on GitHub beside the run", () => {
    const warning = `Support for Node ${first?.line} ends in 59 days, on ${first?.supportedUntil}.`;
    expect(check(before(59))).toContain(`Warning: ${warning}`);
    expect(check(before(59), { GITHUB_ACTIONS: "true" })).toContain(`::warning::${warning}`);
  });
});

describe("the support policy", () => {
  const { node, noticeDays } = readSupportPolicy(root);

  it("supports each line at least as long as its maker", () => {
    for (const { line, upstreamEnd, supportedUntil } of node.lines) {
      expect({ line, isLonger: Date.parse(supportedUntil) >= Date.parse(upstreamEnd) }).toEqual({
        line,
        isLonger: true,
      });
    }
  });

  it("is what the page on versioning shows", () => {
    const page = read("docs/guide/versioning.md");
    const rows = [...page.matchAll(/^\| Node (\d+) \| (\S+) \| (\S+) \|$/gm)].map(([, ...cells]) => cells);
    expect(rows).toEqual(node.lines.map((line) => [String(line.line), line.upstreamEnd, line.supportedUntil]));
    expect(page).toContain(node.source);
    expect(page).toContain(`read on ${node.readOn}`);
    expect(page).toContain(`${noticeDays} days`);
  });

  it("lists the lines that CI starts the tests with", () => {
    const [, lines = ""] = /node: \[([\d, ]+)\]/.exec(read(".github/workflows/ci.yml")) ?? [];
    expect(node.lines.map(({ line }) => line)).toEqual(lines.split(",").map(Number));
  });

  it("begins with the line that the packages ask for", () => {
    const { engines } = JSON.parse(read("packages/core/package.json"));
    expect(engines.node).toMatch(new RegExp(`^>=${node.lines[0]?.line}\\.`));
  });
});
