import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { LOCAL_API_KEY } from "@plastiq-connect/sandbox";
import type { AxeResults } from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { BACK_ENDS, type BackEndName } from "../local/back-end.ts";
import { freePort } from "../local/free-port.ts";
import { servePageSource } from "../local/page.ts";
import { captureFrom, channelsWith } from "./testing/capture.ts";
import {
  AMEX,
  aMinutePasses,
  DECLINED,
  DESKTOP,
  fillIn,
  type Opening,
  openCheckout,
  save,
  startBrowser,
  untilState,
  VISA,
} from "./testing/checkout.ts";
import { type ForeignPages, startForeignPages } from "./testing/foreign-page.ts";
import { LOOKS } from "./testing/look.ts";
import { type Place, startPlaces } from "./testing/place.ts";

// Chromium shares the machine with everything else that is tested.
vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

let browser: Browser;
let places: Record<BackEndName, Place>;
let foreign: ForeignPages;
beforeAll(async () => {
  [browser, places, foreign] = await Promise.all([startBrowser(), startPlaces(BACK_ENDS), startForeignPages()]);
});
afterAll(async () => {
  await browser?.close();
  foreign?.close();
  await Promise.all(Object.values(places ?? {}).map((place) => place.close()));
});

/** What happens in a page. It takes out of `problems` what it expects to go wrong. */
type Step = (page: Page, place: Place, problems: string[]) => Promise<void>;

/**
 * Runs the same thing before each back end, at the same time. Nothing else happens there meanwhile. Without an opening it
 * happens in the place's usual page, which holds nothing of before but the browser's cookies.
 */
function beforeEachBackEnd(name: string, run: Step, opening?: (place: Place) => Opening): void {
  describe(name, () => {
    test.concurrent.each(BACK_ENDS)("%s", (backEnd) => inPage(places[backEnd], run, opening?.(places[backEnd])));
  });
}

const IN_A_NEW_BROWSER = (): Opening => ({});

async function inPage(place: Place, run: Step, opening?: Opening): Promise<void> {
  place.sandbox.control.reset();
  const { page, problems } = await (opening ? openCheckout(browser, place, opening) : usualPage(place));
  let failed = true;
  try {
    await run(page, place, problems);
    expect(problems).toEqual([]);
    failed = false;
  } finally {
    if (failed) usualPages.delete(place);
    if (failed || opening) await page.context().close();
  }
}

// To open one takes longer than most of what happens in it.
const usualPages = new Map<Place, Awaited<ReturnType<typeof openCheckout>>>();

async function usualPage(place: Place): Promise<Awaited<ReturnType<typeof openCheckout>>> {
  const open = usualPages.get(place);
  if (!open) {
    const opened = await openCheckout(browser, place);
    usualPages.set(place, opened);
    return opened;
  }
  const { page, problems } = open;
  await page.context().setOffline(false);
  await page.unrouteAll();
  await page.emulateMedia({ colorScheme: "light" });
  await page.setViewportSize(DESKTOP);
  await page.goto(place.page);
  problems.length = 0;
  return open;
}

const spends = ({ sandbox }: Place) => sandbox.control.seen({ operation: "createPaymentMethod" });
const minted = ({ sandbox }: Place) => sandbox.control.state().clientSecrets;
const stored = ({ sandbox }: Place) => sandbox.control.state().paymentMethods;
const focused = (page: Page) => page.evaluate(() => document.activeElement?.id);

beforeEachBackEnd("a card is saved, with the keyboard alone", async (page, place) => {
  await page.getByLabel("Card number").focus();
  for (const [typed, shown] of [
    [VISA, "4242 4242 4242 4242"],
    ["539", "05 / 39"],
    ["123", "123"],
    ["Jen Doe", "Jen Doe"],
    ["", "US"],
    ["1 Main Street", "1 Main Street"],
    ["", ""],
    ["Oakland", "Oakland"],
    ["CA", "CA"],
    ["94601", "94601"],
  ]) {
    await page.keyboard.type(typed ?? "");
    expect(await page.locator(":focus").inputValue()).toBe(shown);
    await page.keyboard.press("Tab");
  }
  expect(await focused(page)).toBe("save");
  expect(await page.locator("#card-brand").textContent()).toBe("Visa");
  await page.keyboard.press("Enter");
  await untilState(page, "done");

  const [method] = stored(place);
  expect(method).toMatchObject({ brand: "Visa", last4: "4242" });
  const receipt = await page.locator("#receipt").textContent();
  expect(receipt).toMatch(new RegExp(`Visa ending in 4242\\s*Expires\\s*05 / 2039\\s*Payment method\\s*${method?.id}`));
  expect(await focused(page)).toBe("receipt-title");

  const [minting, preflight, spend] = place.sandbox.control.seen();
  const userAgent = await page.evaluate(() => navigator.userAgent);
  const device = minting?.headers["end-user-device-id"];
  expect(minting).toMatchObject({ operation: "createClientSecret", bearer: { label: "local" } });
  expect(minting?.headers).toMatchObject({ "user-agent": userAgent, "end-user-device-id": expect.any(String) });
  // The browser asked whether this page may: CORS is on.
  expect(preflight).toMatchObject({ method: "OPTIONS", headers: { origin: place.page } });
  expect(spend).toMatchObject({ status: 200, bearer: { label: "client-secret-1" } });
  expect(spend?.headers).toMatchObject({ origin: place.page, "user-agent": userAgent, "end-user-device-id": device });

  await page.keyboard.press("Tab");
  await page.keyboard.press("Enter");
  expect(await page.getByLabel("Card number").inputValue()).toBe("");
  expect(await focused(page)).toBe("card-number");
});

beforeEachBackEnd("a declined card is refused, and another one is taken", async (page, place) => {
  await fillIn(page, DECLINED);
  await save(page);
  await untilState(page, "declined");
  expect(await page.locator("#notice").textContent()).toContain("Your card was declined");
  expect(await focused(page)).toBe("notice");
  expect(await page.getByLabel("Security code").inputValue()).toBe("");
  expect([minted(place).length, stored(place).length]).toEqual([1, 0]);

  await fillIn(page, AMEX, "1234");
  await save(page);
  await untilState(page, "done");
  expect(await page.locator("#receipt-card").textContent()).toBe("American Express ending in 0005");
});

beforeEachBackEnd(
  "a secret that expires between mint and spend is minted once more",
  async (page, place) => {
    const states = await statesOf(page);
    await fillIn(page);
    await save(page);
    await untilState(page, "done");
    expect(await states()).toEqual(["minting", "minting-again", "tokenizing-again", "done"]);
    expect(spends(place).map(({ status }) => status)).toEqual([200]);
    expect([minted(place).length, stored(place).length]).toEqual([2, 1]);
  },
  (place) => ({
    async afterMint(page, count) {
      if (count === 1) await aMinutePasses(page, place);
    },
  }),
);

beforeEachBackEnd(
  "a secret that ends while its request is under way, and is refused, is told as not known",
  async (page, place) => {
    const states = await statesOf(page);
    await fillIn(page);
    await save(page);
    await untilState(page, "unknown");
    expect(await states()).toEqual(["minting", "tokenizing", "unknown"]);
    expect(await page.locator("#notice").textContent()).toContain("don’t know whether your card was saved");
    expect(spends(place).map(({ status }) => status)).toEqual([401]);
    expect([minted(place).length, stored(place).length]).toEqual([1, 0]);
  },
  (place) => ({ beforeSpend: (page) => aMinutePasses(page, place) }),
);

beforeEachBackEnd("a 403 of the vendor’s for a living secret is told as not known", async (page, place) => {
  place.sandbox.control.addFault({ operation: "createPaymentMethod", kind: "status", status: 403 });
  await fillIn(page);
  await save(page);
  await untilState(page, "unknown");
  expect([minted(place).length, stored(place).length, spends(place).length]).toEqual([1, 0, 1]);
});

beforeEachBackEnd("a double click makes one payment method", async (page, place) => {
  await fillIn(page);
  await page.locator("#save").dblclick();
  await untilState(page, "done");
  expect([minted(place).length, stored(place).length, spends(place).length]).toEqual([1, 1, 1]);
});

beforeEachBackEnd("a vendor's 503 is healed by a retry", async (page, place) => {
  for (const operation of ["createClientSecret", "createPaymentMethod"] as const) {
    place.sandbox.control.addFault({ operation, kind: "status", status: 503, retryAfter: "0" });
  }
  await fillIn(page);
  await save(page);
  await untilState(page, "done");
  expect(spends(place).map(({ status }) => status)).toEqual([503, 200]);
  expect([minted(place).length, stored(place).length]).toEqual([1, 1]);
});

beforeEachBackEnd(
  "a connection severed during the spend is not tried again, and is told as not known",
  async (page, place) => {
    place.sandbox.control.addFault({ operation: "createPaymentMethod", kind: "severed", carriedOut: true });
    await fillIn(page);
    await save(page);
    await untilState(page, "unknown");

    // Chromium may send a second copy by itself, with the same secret, which works once.
    expect(new Set(spends(place).map(({ bearer, traceId }) => `${bearer?.label} ${traceId}`)).size).toBe(1);
    expect([minted(place).length, stored(place).length]).toEqual([1, 1]);
    const notice = await page.locator("#notice").textContent();
    expect(notice).toMatch(
      /don’t know whether your card was saved.*one that ends in 4242.*if it is there, you are done/is,
    );
    expect(notice).toContain(spends(place)[0]?.traceId);
    expect(await page.getByRole("link", { name: "See your saved cards" }).getAttribute("href")).toBe(
      place.sandbox.origin,
    );
    expect(await page.locator("#card-form").isVisible()).toBe(false);

    await page.getByRole("button", { name: "Not there? Add it again" }).click();
    for (const label of ["Card number", "Security code"]) expect(await page.getByLabel(label).inputValue()).toBe("");
    expect(await page.getByLabel("Name on card").inputValue()).toBe("Jen Doe");
  },
);

beforeEachBackEnd("offline: said at once, nothing is sent; and back", async (page, place) => {
  await fillIn(page);
  const context = page.context();
  await context.setOffline(true);
  await untilState(page, "offline");
  expect(await focused(page)).toBe("address-postal-code");
  expect(await page.locator("#announcement").textContent()).toContain("You are offline");
  await save(page);
  await page.locator("#notice:focus", { hasText: "You are offline" }).waitFor();
  expect(place.sandbox.control.seen()).toEqual([]);

  await context.setOffline(false);
  await untilState(page, "back-online");
  await save(page);
  await untilState(page, "done");
  expect(stored(place)).toHaveLength(1);
});

beforeEachBackEnd("a foreign origin can neither embed the page nor mint", async (page, place, problems) => {
  const mint = (mode: RequestMode) =>
    page.evaluate(
      ([url, mode]) =>
        fetch(url, { method: "POST", credentials: "include", mode }).then(({ status }) => status, String),
      [place.mintEndpoint, mode] as const,
    );
  expect(await mint("cors")).toBe(200);
  expect(minted(place)).toHaveLength(1);
  // Another port is the same site: there the cookie goes along, and only the origin tells.
  for (const host of ["127.0.0.1", "localhost"]) {
    const origin = `http://${host}:${foreign.port}`;
    const framed = async (url: string) => {
      await page.goto(`${origin}/frame?${encodeURIComponent(url)}`);
      const [, frame] = page.frames();
      return await frame?.evaluate(() => document.body.textContent).catch(() => "");
    };
    expect(await framed(`${origin}/`)).toContain("Win a prize");
    expect(await framed(place.page)).not.toMatch(/card/i);
    expect(await mint("cors")).toMatch(/^TypeError/);
    expect(await mint("no-cors")).toBe(0);
    expect(problems.splice(0)).toEqual([
      expect.stringContaining("frame-ancestors 'none'"),
      expect.stringContaining("blocked by CORS policy"),
    ]);
  }
  expect(minted(place)).toHaveLength(1);
});

const CODE = "0739"; // No port, process id or duration begins with a zero.

beforeEachBackEnd(
  "number, code, secret and key stay where they belong",
  async (page, place) => {
    const capture = await captureFrom(page, place);
    await page.reload();
    for (const [fault, state] of [
      [undefined, "done"],
      [{ kind: "status", status: 400 }, "refused"],
      [{ kind: "severed" }, "unknown"],
    ] as const) {
      if (fault) place.sandbox.control.addFault({ operation: "createPaymentMethod", times: null, ...fault });
      await fillIn(page, AMEX, CODE);
      await save(page);
      await untilState(page, state);
      if (state === "done") await page.locator("#again").click();
      place.sandbox.control.clearFaults();
    }

    const captured = await capture();
    const secrets = [...new Set(captured["requests to the vendor"].match(/LOCALCLIENTSECRET\w{48}/g))];
    expect(secrets).toHaveLength(3);
    for (const value of [AMEX, CODE, ...secrets]) {
      expect(channelsWith(captured, value)).toEqual(["requests to the vendor"]);
    }
    expect(channelsWith(captured, LOCAL_API_KEY)).toEqual([]);
    expect(captured["requests elsewhere"]).toBe("");
    expect(await page.content()).not.toMatch(new RegExp([AMEX, "3782 822463 10005", ...secrets].join("|")));
  },
  IN_A_NEW_BROWSER,
);

beforeEachBackEnd(
  "what is planted in each of those places is found there",
  async (page, place) => {
    const capture = await captureFrom(page, place);
    await page.evaluate(
      async ([mintEndpoint, leak]) => {
        localStorage.setItem("leak", leak);
        sessionStorage.setItem("leak", leak);
        await cookieStore.set("leak", leak);
        history.replaceState(null, "", `?leak=${leak}`);
        console.log({ leak });
        await (await caches.open("leaks")).put("/leak", new Response(leak));
        await new Promise((resolve) => {
          const opening = indexedDB.open("leaks");
          opening.onupgradeneeded = () => opening.result.createObjectStore("leaks").put(leak, "leak");
          opening.onsuccess = resolve;
        });
        await new Promise((resolve) => {
          Object.assign(new Image(), { onload: resolve, onerror: resolve, src: `/leak.svg?${leak}` });
        });
        const headers = { "end-user-device-id": leak };
        await fetch(mintEndpoint, { method: "POST", credentials: "include", headers, body: leak });
      },
      [place.mintEndpoint, AMEX] as const,
    );
    // The back end's log takes its way through a pipe.
    await vi.waitFor(async () => {
      const captured = await capture();
      const places = Object.keys(captured).filter((channel) => !/vendor|elsewhere/.test(channel));
      expect(channelsWith(captured, AMEX)).toEqual(places);
    });
  },
  IN_A_NEW_BROWSER,
);

test("an empty form is not sent: every error is beside its field, and the first is focused", () =>
  inPage(places.node, async (page, place) => {
    await save(page);
    expect(await focused(page)).toBe("card-number");
    const invalid = page.locator("[aria-invalid=true]");
    expect(await invalid.count()).toBe(8);
    for (const input of await invalid.all()) {
      const described = await input.evaluate((field) =>
        (field.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent),
      );
      expect(described.at(-1)).toMatch(/^Enter the /);
    }
    await page.getByLabel("Card number").fill(VISA);
    expect(await invalid.count()).toBe(7);
    expect(place.sandbox.control.seen()).toEqual([]);
  }));

test("who comes back to the page finds no card in it", () =>
  inPage(places.node, async (page) => {
    await fillIn(page);
    await page.goto(`http://127.0.0.1:${foreign.port}`);
    await page.goBack();
    await untilState(page, "idle");
    for (const label of ["Card number", "Expiry date", "Security code"]) {
      expect(await page.getByLabel(label).inputValue()).toBe("");
    }
    expect(await page.getByLabel("City").inputValue()).toBe("Oakland");
  }));

test("the built page is served with headers that let it send to two addresses, and nothing else", async () => {
  const { headers } = await fetch(places.node.page);
  const policy = headers.get("content-security-policy") ?? "";
  const { mintEndpoint, sandbox, page } = places.node;
  expect(policy).toContain(`connect-src ${mintEndpoint} ${sandbox.baseUrl}/payment-methods;`);
  expect(policy).not.toContain("unsafe");
  await inPage(places.node, async (opened, _, problems) => {
    const tried = (url: string) => opened.evaluate((url) => fetch(url).then(() => "sent", String), url);
    expect(await tried(page)).toContain("TypeError");
    expect(await tried(`${sandbox.baseUrl}/payers`)).toContain("TypeError");
    for (const problem of problems.splice(0)) expect(problem).toContain("Content Security Policy");
  });
});

test("the page obeys the same policy while it is worked on", async () => {
  const { mintEndpoint, sandbox } = places.node;
  const variables = { VITE_MINT_ENDPOINT: mintEndpoint, VITE_PLASTIQ_BASE_URL: sandbox.baseUrl };
  const source = await servePageSource(await freePort(), variables);
  const run: Step = async (page) => {
    await page.getByLabel("Card number").fill(AMEX);
    expect(await page.locator("#card-brand").textContent()).toBe("American Express");
  };
  await inPage({ ...places.node, page: source.origin }, run, IN_A_NEW_BROWSER()).finally(source.close);
});

const axe = readFile(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");

async function expectNoViolations(page: Page, options: object): Promise<void> {
  // What passes is not described: that takes a good part of the time.
  const all = JSON.stringify({ ...options, resultTypes: ["violations"], selectors: false });
  const { violations } = (await page.evaluate(`axe.run(document, ${all})`)) as AxeResults;
  expect(violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)])).toEqual([]);
}

// As many at a time as there are places.
const looks = Object.entries(LOOKS);
const rounds = looks
  .filter((_, at) => at % BACK_ENDS.length === 0)
  .map((_, round) => ({ from: round * BACK_ENDS.length }));
describe.each(rounds)("axe finds nothing, and nothing is wider than the page:", ({ from }) => {
  const round = looks
    .slice(from, from + BACK_ENDS.length)
    .map(([name, look], at) => ({ name, look, backEnd: BACK_ENDS[at] }));
  test.concurrent.each(round)("$name", async ({ look: { state, reach, afterMint }, backEnd = "node" }) => {
    const place = places[backEnd];
    const looked: Step = async (page) => {
      await reach(page, place);
      await untilState(page, state);
      await page.evaluate(await axe);
      await expectNoViolations(page, { rules: { "target-size": { enabled: true } } });
      await page.emulateMedia({ colorScheme: "dark" });
      await page.setViewportSize({ width: 375, height: 812 });
      await expectNoViolations(page, { runOnly: ["color-contrast", "target-size"] });
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(375);
    };
    await inPage(place, looked, afterMint && { afterMint: afterMint(place) });
  });
});

/** Records the states that the page goes through from now on. */
async function statesOf(page: Page): Promise<() => Promise<string[]>> {
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
