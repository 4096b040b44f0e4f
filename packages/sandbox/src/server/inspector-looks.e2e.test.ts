import { expect, it, onTestFinished } from "vitest";
import { openPage, startBrowser } from "../testing/browser.ts";
import { expectNoFinding, useInspector } from "../testing/inspector-fixture.ts";
import { populate } from "../testing/populate.ts";
import { populatePayments } from "../testing/populate-payments.ts";

const fixture = useInspector();
const { inspect } = fixture;

it("never scrolls sideways, at any width, whatever is open", async () => {
  await populate(fixture.sandbox);
  fixture.sandbox.control.clearFaults();
  await populatePayments(fixture.sandbox);
  const page = await inspect();
  await page.locator(".payment").nth(7).waitFor();
  for (const id of [3, 8, 17]) await page.locator(`[aria-controls="request-${id}-detail"]`).click();
  for (const details of await page.locator("details > summary").all()) await details.click();
  const wide: number[] = [];
  for (let width = 320; width <= 1440; width += 32) {
    await page.setViewportSize({ width, height: 900 });
    const isWide = await page.evaluate(
      "document.documentElement.scrollWidth > innerWidth || document.querySelector('#requests').scrollWidth > document.querySelector('#requests').clientWidth",
    );
    if (isWide) wide.push(width);
  }
  expect(wide).toEqual([]);
});

it("grows with the size of text that the user has set", async () => {
  await populatePayments(fixture.sandbox);
  const browser = await startBrowser("--blink-settings=defaultFontSize=32");
  onTestFinished(() => browser.close());
  for (const width of [768, 1440]) {
    const { page } = await openPage(browser, fixture.sandbox.origin, { width, scheme: "light" });
    await page.locator(".payment").nth(7).waitFor();
    expect(await page.evaluate("getComputedStyle(document.querySelector('.payment .step time')).fontSize")).toBe(
      "22px",
    );
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBe(width);
  }
});

const EVERY_RULE = { rules: { "target-size": { enabled: true } } };
// Differences that are allowed between two color schemes or two widths.
const RULES_OF_LOOKS = { runOnly: ["color-contrast", "target-size"] };
it.each([
  { scheme: "dark", width: 1440, rules: EVERY_RULE },
  { scheme: "dark", width: 375, rules: RULES_OF_LOOKS },
  { scheme: "dark", width: 768, rules: RULES_OF_LOOKS },
  { scheme: "light", width: 1440, rules: RULES_OF_LOOKS },
  { scheme: "light", width: 375, rules: EVERY_RULE },
] as const)("passes axe, with nothing wider than the page: $scheme, $width px", async ({ rules, ...look }) => {
  await expectNoFinding(await inspect(look), rules, look.width);
  await populate(fixture.sandbox);
  const page = await inspect(look);
  await page.locator(".request").nth(20).waitFor();
  for (const id of [3, 8, 17]) await page.locator(`[aria-controls="request-${id}-detail"]`).click();
  await page.getByText("Settings and a sample request").click();
  await expectNoFinding(page, rules, look.width);
});
