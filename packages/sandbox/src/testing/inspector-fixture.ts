import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import type { AxeResults, RunOptions } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, beforeEach, expect, vi } from "vitest";
import { type RunningSandbox, startSandbox } from "../server/index.ts";
import { type Look, openPage, startBrowser } from "./browser.ts";

/** The inspector in Chromium, with a new sandbox for each test. */
export interface InspectorFixture {
  sandbox: RunningSandbox;
  /** The errors of the page. After each test there must be none. */
  problems: string[];
  /** Opens the inspector, and waits until it is live. */
  inspect(look?: Look, path?: string): Promise<Page>;
}

/** Prepares the tests of a file: call it at the top. */
export function useInspector(): InspectorFixture {
  // Chromium is slow while other tests run on the same machine.
  vi.setConfig({ testTimeout: 60_000 });
  let browser: Browser;
  const fixture: Partial<InspectorFixture> & Pick<InspectorFixture, "problems" | "inspect"> = {
    problems: [],
    async inspect(look, path = "") {
      const { page, problems } = await openPage(browser, `${fixture.sandbox?.origin}${path}`, look);
      fixture.problems = problems;
      await page.locator("#connection", { hasText: "Live" }).waitFor();
      return page;
    },
  };
  beforeAll(async () => {
    browser = await startBrowser();
  }, 60_000);
  afterAll(() => browser?.close());
  beforeEach(async () => {
    fixture.sandbox = await startSandbox();
  });
  afterEach(async () => {
    await Promise.all(browser.contexts().map((context) => context.close()));
    await fixture.sandbox?.close();
    // No page reported an error, and its policy refused nothing.
    expect(fixture.problems).toEqual([]);
  });
  return fixture as InspectorFixture;
}

/** Waits until what `find` returns is as expected. */
export function eventually(find: () => unknown): ReturnType<typeof expect.poll> {
  return expect.poll(find, { timeout: 20_000 });
}

/** Expects that axe finds nothing in a page, and that it is not wider than its window. */
export async function expectNoFinding(page: Page, options: RunOptions, width: number): Promise<void> {
  await page.evaluate(await readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8"));
  // Passing rules are not described, because that takes much of the time.
  const asked = JSON.stringify({ ...options, resultTypes: ["violations"], selectors: false });
  const { violations } = (await page.evaluate(`axe.run(document, ${asked})`)) as AxeResults;
  expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
  expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
}
