import { existsSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { ATTACKS } from "./attacks/index.ts";
import { WEBHOOK_ATTACKS } from "./attacks/webhook-attacks.ts";

const PAGE = new URL("../../../docs/security.md", import.meta.url);
const CITATION = /\[[^\]]+\]\(([^)]+)\)((?:,? "[^"]+")+)/g;

const names = [...ATTACKS, ...WEBHOOK_ATTACKS].map(({ name }) => name);

/** The rows of the page's tables whose last column is `Test`: what each is about, and that column. */
const rows = readFileSync(PAGE, "utf8")
  .split(/\n\n+/)
  .map((block) => block.split("\n"))
  .filter(([header = ""]) => /\| Test \|$/.test(header))
  .flatMap(([, , ...lines]) => lines.filter((line) => line.startsWith("|")).map((line) => line.split("|").slice(1, -1)))
  .map((cells) => ({ about: cells[0]?.trim() ?? "", tests: cells.at(-1)?.trim() ?? "" }));

describe("docs/security.md names tests that are there:", () => {
  it.each(rows)("$about", ({ tests }) => {
    const citations = [...tests.matchAll(CITATION)];
    expect(citations).not.toEqual([]);
    // Nothing is left beside the citations that looks like one.
    expect(tests.replaceAll(CITATION, "")).not.toMatch(/["[\]]/);
    for (const [, path = "", titles = ""] of citations) {
      const file = new URL(path, PAGE);
      expect(existsSync(file), path).toBe(true);
      const code = readFileSync(file, "utf8");
      for (const [, title = ""] of titles.matchAll(/"([^"]+)"/g)) {
        if (path.includes("/abuse/src/attacks/")) expect(names).toContain(title);
        else expect(path).toMatch(/\.test\.ts$|\/cases\//);
        expect(code.includes(`"${title}"`), `"${title}" in ${path}`).toBe(true);
      }
    }
  });

  it("in more than a few rows", () => {
    expect(rows.length).toBeGreaterThan(30);
  });
});
