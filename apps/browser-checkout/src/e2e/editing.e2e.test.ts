import type { Page } from "puppeteer-core";
import { expect } from "vitest";
import {
  AMEX,
  autofill,
  DECLINED,
  fillIn,
  focused,
  isShown,
  save,
  shownIn,
  textOf,
  type,
  untilState,
  VISA,
} from "../testing/checkout.ts";
import { BOTH, endToEnd, spends } from "../testing/e2e.ts";

const it = endToEnd(BOTH);

/** Presses a key together with Control, and returns what the focused field shows. */
async function withControl(page: Page, key: "z" | "y"): Promise<string> {
  await page.keyboard.down("Control");
  await page.keyboard.press(key);
  await page.keyboard.up("Control");
  return shownIn(page, (await focused(page)) ?? "");
}

/** Puts a text at the caret in one step, as pasting it does. */
async function paste(page: Page, id: string, text: string): Promise<void> {
  await page.focus(`#${id}`);
  await page.evaluate((text) => void document.execCommand("insertText", false, text), text);
}

it("undoes and redoes what was typed, in the form that it was shown in", async (page) => {
  await type(page, "card-expiry", "1239");
  const undone = [];
  for (let times = 0; times < 4; times++) undone.push(await withControl(page, "z"));
  expect(undone).toEqual(["12 / 3", "12", "1", ""]);
  for (let times = 0; times < 4; times++) await withControl(page, "y");
  expect(await shownIn(page, "card-expiry")).toBe("12 / 39");

  await type(page, "card-number", "42424");
  expect(await withControl(page, "z")).toBe("4242");
  await page.keyboard.type("0");
  expect(await shownIn(page, "card-number")).toBe("4242 0");
});

it("brings no card back by undo or redo once the page has cleared it", async (page) => {
  await fillIn(page, { "card-number": "", "card-expiry": "", "card-code": "" });
  const shown = new Set<string>();
  for (const [number, state] of [
    [DECLINED, "declined"],
    [VISA, "done"],
  ] as const) {
    await autofill(page, { "card-number": "", "card-expiry": "" });
    await type(page, "card-number", number);
    await type(page, "card-expiry", "1239");
    await type(page, "card-code", "739");
    await save(page);
    await untilState(page, state);
    if (state === "done") await page.locator("#again").click();
    for (const id of state === "done" ? ["card-number", "card-expiry", "card-code"] : ["card-code"]) {
      await page.focus(`#${id}`);
      for (const key of ["z", "y"] as const) {
        for (let times = 0; times < 6; times++) shown.add(await withControl(page, key));
      }
    }
  }
  expect([...shown]).toEqual([""]);
});

it("undoes nothing while the card is being saved", async (page, site) => {
  site.sandbox.control.addFault({ operation: "createPaymentMethod", kind: "latency", delayMs: 9_000 });
  await fillIn(page, { "card-number": "" });
  await type(page, "card-number", VISA);
  await page.keyboard.press("Enter");
  await untilState(page, "tokenizing");
  expect(await focused(page)).toBe("card-number");
  expect(await withControl(page, "z")).toBe("4242 4242 4242 4242");
});

it("deletes a separator with nothing behind it together with the digit before it", async (page) => {
  await type(page, "card-expiry", "12/");
  await page.keyboard.press("Backspace");
  expect(await shownIn(page, "card-expiry")).toBe("1");
  await page.keyboard.type("139");
  expect(await shownIn(page, "card-expiry")).toBe("11 / 39");
});

it("ends a month of one digit with a space", async (page) => {
  await type(page, "card-expiry", "1 39");
  expect(await shownIn(page, "card-expiry")).toBe("01 / 39");
});

it("shows a pasted expiry date that it cannot read as it was pasted, and says what to enter", async (page, site) => {
  await fillIn(page);
  for (const text of ["Dec-39", "39/12", "13/39", "12/01/2039", "2039-12-01"]) {
    await page.$eval("#card-expiry", (input) => (input as HTMLInputElement).select());
    await paste(page, "card-expiry", text);
    expect(await shownIn(page, "card-expiry")).toBe(text);
    await save(page);
    expect(await textOf(page, "card-expiry-error")).toMatch(/month/);
  }
  expect(spends(site)).toEqual([]);
  for (const text of ["exp. 12/39", "12/39 (Visa)", "valid thru 12-2039"]) {
    await page.$eval("#card-expiry", (input) => (input as HTMLInputElement).select());
    await paste(page, "card-expiry", text);
    expect(await shownIn(page, "card-expiry")).toBe("12 / 39");
  }
});

it("takes a security code however it is pasted, and drops none of its digits", async (page) => {
  for (const [number, text, shown, error] of [
    [VISA, "1 2 3", "123", ""],
    [VISA, "CVV: 123", "123", ""],
    [AMEX, "12345", "12345", "The code has 4 digits."],
  ] as const) {
    await autofill(page, { "card-number": number, "card-code": "" });
    await paste(page, "card-code", text);
    await page.keyboard.press("Tab");
    expect([await shownIn(page, "card-code"), await textOf(page, "card-code-error")]).toEqual([shown, error]);
  }
});

it("takes a security code of four digits before the number is known", async (page) => {
  await type(page, "card-code", "1234");
  await type(page, "card-number", AMEX);
  expect([await shownIn(page, "card-code"), await textOf(page, "card-code-error")]).toEqual(["1234", ""]);
});

it("judges the security code again when another brand's number is entered", async (page) => {
  await fillIn(page, { "card-number": AMEX });
  await save(page);
  expect(await textOf(page, "card-code-error")).toBe("The code has 4 digits.");
  await autofill(page, { "card-number": VISA });
  expect(await isShown(page, "card-code-error")).toBe(false);
});
