import type { Browser, Page } from "puppeteer-core";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { BackEndName } from "../../local/back-end.ts";
import { type BrowserName, INSTALLED, startBrowser } from "./browsers.ts";
import { type Opening, openCheckout } from "./checkout.ts";
import { type Site, startSites } from "./site.ts";

/** A browser before a back end. */
export interface Setting {
  readonly browser: BrowserName;
  readonly backEnd: BackEndName;
}

/** Chromium before every back end, and Firefox before one: what differs between browsers is the page. */
export const ALL: readonly Setting[] = [
  { browser: "chromium", backEnd: "node" },
  { browser: "chromium", backEnd: "deno" },
  { browser: "chromium", backEnd: "worker" },
  { browser: "firefox", backEnd: "node" },
];
/** Each browser before every back end. */
export const EVERY: readonly Setting[] = [
  ...ALL,
  { browser: "firefox", backEnd: "deno" },
  { browser: "firefox", backEnd: "worker" },
];
/** Both browsers, before one back end. */
export const BOTH: readonly Setting[] = ALL.filter(({ backEnd }) => backEnd === "node");
/** Steps of a test in a page. They remove expected problems from `problems`. */
export type Step = (page: Page, site: Site, problems: string[]) => Promise<void>;

/** A file's tests. */
export interface EndToEnd {
  /**
   * Runs the same thing in every setting at the same time, each with a sandbox of its own. Wait with
   * `vi.waitFor`: `expect.poll` fails when another of these tests ends first, since it needs the only running test.
   */
  (name: string, run: Step, opening?: (site: Site) => Opening): void;
  /** Runs a thing in one setting. The site can be changed for it. */
  inPage(setting: Setting, run: Step, opening?: Opening, change?: Partial<Site>): Promise<void>;
  site(setting: Setting): Site;
}

/** Starts the browsers and the sites of a file, once, and ends them after its last test. */
export function endToEnd(settings: readonly Setting[]): EndToEnd {
  // They share the machine with everything else that is tested.
  vi.setConfig({ testTimeout: 60_000, hookTimeout: 90_000 });
  const here = settings.filter(({ browser }) => INSTALLED[browser]);
  const browsers = new Map<BrowserName, Browser>();
  const sites = new Map<Setting, Site>();

  beforeAll(async () => {
    const started = startSites(here.map(({ backEnd }) => backEnd));
    for (const name of new Set(here.map(({ browser }) => browser))) browsers.set(name, await startBrowser(name));
    for (const [index, site] of (await started).entries()) {
      const setting = here[index];
      if (setting) sites.set(setting, site);
    }
  });
  afterAll(async () => {
    await Promise.all([...browsers.values()].map((browser) => browser.close()));
    await Promise.all([...sites.values()].map((site) => site.close()));
  });

  function site(setting: Setting): Site {
    const found = sites.get(setting);
    if (!found) throw new Error(`No site was started for ${setting.browser} and ${setting.backEnd}.`);
    return found;
  }

  async function inPage(setting: Setting, run: Step, opening?: Opening, change?: Partial<Site>): Promise<void> {
    const own = { ...site(setting), ...change };
    const browser = browsers.get(setting.browser);
    if (!browser) throw new Error(`${setting.browser} was not started.`);
    own.sandbox.control.reset();
    const { page, problems, close } = await openCheckout(browser, own, opening);
    try {
      await run(page, own, problems);
      expect(problems).toEqual([]);
    } finally {
      await close();
    }
  }

  const test = (name: string, run: Step, opening?: (site: Site) => Opening): void => {
    describe(name, () => {
      for (const setting of settings) {
        const title = `in ${setting.browser}, before ${setting.backEnd}`;
        it.skipIf(!INSTALLED[setting.browser]).concurrent(title, () => inPage(setting, run, opening?.(site(setting))));
      }
    });
  };
  return Object.assign(test, { inPage, site });
}

/** The requests with a client secret that reached the vendor. */
export const spends = ({ sandbox }: Site) => sandbox.control.seen({ operation: "createPaymentMethod" });
/** The secrets that were minted. */
export const minted = ({ sandbox }: Site) => sandbox.control.state().clientSecrets;
/** The cards that were stored. */
export const stored = ({ sandbox }: Site) => sandbox.control.state().paymentMethods;

/** Records the states that the page goes through from now on. */
export async function statesOf(page: Page): Promise<() => Promise<string[]>> {
  await page.evaluate(() => {
    const states: string[] = [];
    Object.assign(window, { states });
    const checkout = document.getElementById("checkout") as HTMLElement;
    new MutationObserver(() => states.push(checkout.dataset.state ?? "")).observe(checkout, {
      attributeFilter: ["data-state"],
    });
  });
  return () => page.evaluate(() => (window as unknown as { states: string[] }).states);
}
