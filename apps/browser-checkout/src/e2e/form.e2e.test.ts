import type { Page } from "puppeteer-core";
import { describe, expect, it as itAlone } from "vitest";
import { freePort } from "../../local/free-port.ts";
import { servePageSource } from "../../local/page.ts";
import { AMEX, autofill, fillIn, focused, save, shownIn, textOf, untilState, VISA } from "../testing/checkout.ts";
import { BOTH, endToEnd } from "../testing/e2e.ts";
import { startForeignPages } from "../testing/foreign-page.ts";

const it = endToEnd(BOTH);

it("does not send an empty form: every error is beside its field, and the first is focused", async (page, site) => {
  await save(page);
  expect(await focused(page)).toBe("card-number");
  const described = await page.$$eval("[aria-invalid=true]", (fields) =>
    fields.map((field) =>
      (field.getAttribute("aria-describedby") ?? "").split(" ").map((id) => document.getElementById(id)?.textContent),
    ),
  );
  expect(described).toHaveLength(8);
  for (const texts of described) expect(texts.at(-1)).toMatch(/^Enter the /);
  await autofill(page, { "card-number": VISA });
  expect(await page.$$("[aria-invalid=true]")).toHaveLength(7);
  expect(site.sandbox.control.seen()).toEqual([]);
});

it("starts with the same country again after the form is reset, as extensions do", async (page) => {
  await page.$eval("#card-form", (form) => (form as HTMLFormElement).reset());
  expect(await shownIn(page, "address-country")).toBe("US");
});

it("asks for the country when autofill leaves none selected, and sends nothing", async (page, site) => {
  await fillIn(page);
  await page.$eval("#address-country", (select) => {
    (select as HTMLSelectElement).value = "United States";
  });
  await save(page);
  expect([await focused(page), await textOf(page, "address-country-error")]).toEqual([
    "address-country",
    "Enter the country.",
  ]);
  expect(site.sandbox.control.seen()).toEqual([]);
  await page.select("#address-country", "US");
  await save(page);
  await untilState(page, "done");
});

it("shows the words of a country, and the brand of a card, that autofill sets with one event only", async (page) => {
  await page.evaluate(() => {
    for (const [id, value, event] of [
      ["address-country", "GB", "input"],
      ["card-number", "378282246310005", "change"],
    ] as const) {
      const field = document.getElementById(id) as HTMLInputElement;
      field.value = value;
      field.dispatchEvent(new Event(event, { bubbles: true }));
    }
  });
  expect(await textOf(page, "address-postal-code-text")).toBe("Postal code");
  expect([await textOf(page, "card-brand"), await textOf(page, "card-code-hint")]).toEqual([
    "American Express",
    "4 digits, on the front",
  ]);
});

it("does not say that a card is ready which cannot be used yet", async (page) => {
  // The local sandbox stores it as inactive.
  await fillIn(page, { "card-number": "4000000000000788" });
  await save(page);
  await untilState(page, "done");
  expect(await textOf(page, "heading")).toBe("Your card is saved");
  expect(await textOf(page, "lead")).toBe("Something is missing before you can pay with it.");
  expect(await textOf(page, "receipt-lead")).toMatch(/^It cannot be used yet\./);
});

async function comeBack(page: Page): Promise<void> {
  const foreign = await startForeignPages();
  await fillIn(page);
  await page.goto(`http://127.0.0.1:${foreign.port}`);
  // The driver would wait for a load, which a page that is shown again as it was does not have.
  await page.evaluate(() => void setTimeout(() => history.back()));
  foreign.close();
  await untilState(page, "idle");
  for (const id of ["card-number", "card-expiry", "card-code"]) expect(await shownIn(page, id)).toBe("");
}

it("keeps no card when the user returns to the page", comeBack);

it("keeps no card when the browser restores what it saved before the page was left", comeBack, () => ({
  // As if the browser had saved no more.
  prepare: (page) =>
    page.evaluateOnNewDocument(() =>
      window.addEventListener("pagehide", (event) => event.stopImmediatePropagation(), true),
    ),
}));

describe("the page while it is worked on", () => {
  itAlone("obeys the same policy", async () => {
    const [setting] = BOTH;
    if (!setting) throw new Error("There is no setting.");
    const { mintEndpoint, invoicesEndpoint, sandbox } = it.site(setting);
    const source = await servePageSource(await freePort(), {
      VITE_MINT_ENDPOINT: mintEndpoint,
      VITE_INVOICES_ENDPOINT: invoicesEndpoint,
      VITE_PLASTIQ_BASE_URL: sandbox.baseUrl,
    });
    await it
      .inPage(
        setting,
        async (page) => {
          await page.waitForFunction(() => document.getElementById("address-country")?.childElementCount);
          await autofill(page, { "card-number": AMEX });
          expect(await textOf(page, "card-brand")).toBe("American Express");
        },
        {},
        { page: source.origin },
      )
      .finally(source.close);
  });
});
