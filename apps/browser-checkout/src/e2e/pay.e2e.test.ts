import { expect } from "vitest";
import {
  AMEX,
  aMinutePasses,
  DECLINED,
  fillIn,
  focused,
  isShown,
  save,
  shownIn,
  textOf,
  untilState,
  VISA,
} from "../testing/checkout.ts";
import { ALL, endToEnd, minted, spends, statesOf, stored } from "../testing/e2e.ts";

const it = endToEnd(ALL);

it("saves a card with the keyboard alone", async (page, site) => {
  await page.focus("#card-number");
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
    expect(await shownIn(page, (await focused(page)) ?? "")).toBe(shown);
    await page.keyboard.press("Tab");
  }
  expect(await focused(page)).toBe("save");
  expect(await textOf(page, "card-brand")).toBe("Visa");
  await page.keyboard.press("Enter");
  await untilState(page, "done");

  const [method] = stored(site);
  expect(method).toMatchObject({ brand: "Visa", last4: "4242" });
  expect(await textOf(page, "receipt")).toMatch(/Visa ending in 4242\s*Expires\s*05 \/ 2039/);
  expect(await focused(page)).toBe("receipt-title");

  const [minting, preflight, spend] = site.sandbox.control.seen();
  const userAgent = await page.evaluate(() => navigator.userAgent);
  const device = minting?.headers["end-user-device-id"];
  expect(minting).toMatchObject({ operation: "createClientSecret", bearer: { label: "local" } });
  expect(minting?.headers).toMatchObject({ "user-agent": userAgent, "end-user-device-id": expect.any(String) });
  // The browser asked whether this page may: CORS is on.
  expect(preflight).toMatchObject({ method: "OPTIONS", headers: { origin: site.page } });
  expect(spend).toMatchObject({ status: 200, bearer: { label: "client-secret-1" } });
  expect(spend?.headers).toMatchObject({ origin: site.page, "user-agent": userAgent, "end-user-device-id": device });
});

it("ends with a success page that links onward, and shows no id", async (page, site) => {
  await fillIn(page);
  await save(page);
  await untilState(page, "done");

  // biome-ignore lint/performance/useDomNodeTextContent: What is hidden does not count.
  const text = await page.$eval("body", (body) => (body as HTMLElement).innerText);
  expect(text).not.toMatch(/Add a card|Nothing is charged today/);
  expect(text).not.toContain(stored(site)[0]?.id);
  expect(text).toMatch(/Your card is ready[\s\S]*Card saved/);
  expect(await page.title()).toBe("Card saved · Fernhill");
  expect(await isShown(page, "card-form")).toBe(false);
  expect(await page.$eval("#continue", (link) => (link as HTMLAnchorElement).href)).toBe(`${site.sandbox.origin}/`);

  await page.locator("#again").click();
  await untilState(page, "idle");
  expect([await shownIn(page, "card-number"), await focused(page)]).toEqual(["", "card-number"]);
  expect(await textOf(page, "heading")).toBe("Add a card");
});

it("says that a card was declined, and takes another one", async (page, site) => {
  await fillIn(page, { "card-number": DECLINED });
  await save(page);
  await untilState(page, "declined");
  expect(await textOf(page, "notice")).toContain("Your card was declined");
  expect(await focused(page)).toBe("notice");
  expect(await shownIn(page, "card-code")).toBe("");
  expect([minted(site).length, stored(site).length]).toEqual([1, 0]);

  await fillIn(page, { "card-number": AMEX, "card-code": "1234" });
  await save(page);
  await untilState(page, "done");
  expect(await textOf(page, "receipt-card")).toBe("American Express ending in 0005");
});

it(
  "mints once more when a secret expires before it is used",
  async (page, site) => {
    const states = await statesOf(page);
    await fillIn(page);
    await save(page);
    await untilState(page, "done");
    expect(await states()).toEqual(["minting", "minting-again", "tokenizing-again", "done"]);
    expect(spends(site).map(({ status }) => status)).toEqual([200]);
    expect([minted(site).length, stored(site).length]).toEqual([2, 1]);
  },
  (site) => ({
    async afterMint(page, count) {
      if (count === 1) await aMinutePasses(page, site);
    },
  }),
);

it("makes one payment method of a double click", async (page, site) => {
  await fillIn(page);
  await page.click("#save", { count: 2 });
  await untilState(page, "done");
  expect([minted(site).length, stored(site).length, spends(site).length]).toEqual([1, 1, 1]);
});

it("recovers from a 503 of the vendor's by a retry", async (page, site) => {
  for (const operation of ["createClientSecret", "createPaymentMethod"] as const) {
    site.sandbox.control.addFault({ operation, kind: "status", status: 503, retryAfter: "0" });
  }
  await fillIn(page);
  await save(page);
  await untilState(page, "done");
  expect(spends(site).map(({ status }) => status)).toEqual([503, 200]);
  expect([minted(site).length, stored(site).length]).toEqual([1, 1]);
});
