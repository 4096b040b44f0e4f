import type { Page } from "puppeteer-core";
import { expect } from "vitest";
import {
  AMEX,
  autofill,
  chooseCountry,
  FILLED,
  fillIn,
  isShown,
  save,
  shownIn,
  textOf,
  type,
  untilState,
} from "../testing/checkout.ts";
import { BOTH, endToEnd, spends } from "../testing/e2e.ts";
import { chooseNewCard, openInvoice } from "../testing/invoice.ts";

const it = endToEnd(BOTH);

const select = (page: Page, id: string, from: number, to: number) =>
  page.$eval(`#${id}`, (input, from, to) => (input as HTMLInputElement).setSelectionRange(from, to), from, to);

it("changes only the month when the month of an expiry date is replaced", async (page) => {
  await type(page, "card-expiry", "1239");
  expect(await shownIn(page, "card-expiry")).toBe("12 / 39");
  await select(page, "card-expiry", 0, 2);
  await page.keyboard.type("1");
  expect(await shownIn(page, "card-expiry")).toBe("1 / 39");
  await page.keyboard.type("1");
  expect(await shownIn(page, "card-expiry")).toBe("11 / 39");
  // The year, too.
  await select(page, "card-expiry", 5, 7);
  await page.keyboard.type("41");
  expect(await shownIn(page, "card-expiry")).toBe("11 / 41");
  // And one digit by itself.
  await select(page, "card-expiry", 2, 2);
  await page.keyboard.press("Backspace");
  expect(await shownIn(page, "card-expiry")).toBe("1 / 41");
  await page.keyboard.type("2");
  expect(await shownIn(page, "card-expiry")).toBe("12 / 41");
});

it("reads the expiry date that was filled in, in every form that browsers use", async (page) => {
  for (const filled of ["12/29", "12/2029", "1229", "12 - 29", "2029/12", "12 / 29", "2029-12"]) {
    await fillIn(page, { "card-expiry": filled });
    expect(await shownIn(page, "card-expiry")).toBe("12 / 29");
    expect(await isShown(page, "card-expiry-error")).toBe(false);
  }
  await save(page);
  await untilState(page, "done");
  expect(await textOf(page, "receipt-expiry")).toBe("12 / 2029");
});

it("accepts the input of a password manager whose events carry no details", async (page) => {
  await fillIn(page);
  await page.evaluate((number) => {
    const input = document.getElementById("card-number") as HTMLInputElement;
    input.value = number;
    for (const name of ["keydown", "beforeinput", "input", "keyup", "change"]) {
      input.dispatchEvent(new Event(name, { bubbles: true, cancelable: true }));
    }
  }, AMEX);
  expect(await shownIn(page, "card-number")).toBe("3782 822463 10005");
  expect(await textOf(page, "card-code-hint")).toBe("4 digits, on the front");
});

it("takes an expiry date as it is typed, the year first too", async (page) => {
  for (const [typed, shown] of [
    ["2029-12", "12 / 29"],
    ["12/2029", "12 / 29"],
    ["5/39", "05 / 39"],
    ["239", "02 / 39"],
  ] as const) {
    await type(page, "card-expiry", typed);
    await page.keyboard.press("Tab");
    expect(await shownIn(page, "card-expiry")).toBe(shown);
    expect(await isShown(page, "card-expiry-error")).toBe(false);
    await page.$eval("#card-expiry", (input) => (input as HTMLInputElement).select());
    await page.focus("#card-expiry");
    await page.$eval("#card-expiry", (input) => (input as HTMLInputElement).select());
    await page.keyboard.press("Backspace");
  }
});

it("reads digits of other scripts", async (page, site) => {
  for (const [number, expiry, code] of [
    ["４２４２４２４２４２４２４２４２", "１２／３９", "１２３"],
    ["٤٢٤٢ ٤٢٤٢ ٤٢٤٢ ٤٢٤٢", "١٢/٣٩", "١٢٣"],
  ] as const) {
    site.sandbox.control.reset();
    await fillIn(page, {
      "card-number": number,
      "card-expiry": expiry,
      "card-code": code,
      "address-postal-code": "９４６０１",
    });
    expect(await shownIn(page, "card-number")).toBe("4242 4242 4242 4242");
    await save(page);
    await untilState(page, "done");
    expect(await textOf(page, "receipt-expiry")).toBe("12 / 2039");
    await page.locator("#again").click();
  }
});

it("reformats nothing while a keyboard composes text", async (page) => {
  // As a phone's keyboard sends it: the whole composed text with every key, and one end.
  const shown = await page.$eval("#card-number", (element) => {
    const input = element as HTMLInputElement;
    input.focus();
    const seen: string[] = [];
    input.dispatchEvent(new CompositionEvent("compositionstart", { bubbles: true }));
    for (const text of ["4", "42", "424", "4242", "42424", "424242"]) {
      input.value = text;
      const facts = { bubbles: true, isComposing: true, inputType: "insertCompositionText", data: text };
      input.dispatchEvent(new InputEvent("input", facts));
      seen.push(input.value);
    }
    input.dispatchEvent(new CompositionEvent("compositionend", { bubbles: true, data: "424242" }));
    return [...seen, input.value];
  });
  expect(shown).toEqual(["4", "42", "424", "4242", "42424", "424242", "4242 42"]);
});

it("keeps every digit of a number that is pasted with one too many, and says so", async (page, site) => {
  await fillIn(page, { "card-number": "42424242424242424242" });
  await save(page);
  expect(await textOf(page, "card-number-error")).toBe("The card number has too many digits.");
  expect(spends(site)).toEqual([]);
});

it("asks for a postal code only where addresses have one, and checks a ZIP code", async (page, site) => {
  await fillIn(page, { "address-postal-code": "9460" });
  await save(page);
  expect(await textOf(page, "address-postal-code-error")).toMatch(/Check the ZIP code/);
  await autofill(page, { "address-postal-code": "" });
  await save(page);
  expect(await textOf(page, "address-postal-code-error")).toBe("Enter the ZIP code.");
  expect(spends(site)).toEqual([]);

  await chooseCountry(page, "HK");
  expect(await isShown(page, "address-postal-code-optional")).toBe(true);
  expect(await isShown(page, "address-postal-code-error")).toBe(false);
  await save(page);
  await untilState(page, "done");
});

it("marks the field that the vendor names", async (page) => {
  await fillIn(page);
  await page.evaluate(() => {
    const { fetch } = window;
    window.fetch = (input, init) =>
      fetch(input, { ...init, ...(init?.body ? { body: String(init.body).replace('"12"', '"13"') } : {}) });
  });
  await save(page);
  await untilState(page, "refused");
  expect(await isShown(page, "card-expiry-error")).toBe(true);
  expect(await page.evaluate(() => document.activeElement?.id)).toBe("card-expiry");
});

it("shows digits and Latin letters from left to right on a right-to-left page, and Arabic letters from right to left", async (page) => {
  await page.evaluate(() => {
    document.documentElement.dir = "rtl";
  });
  const styleOf = (id: string) =>
    page.$eval(`#${id}`, (input) => {
      const { direction, textAlign } = getComputedStyle(input);
      return { direction, textAlign };
    });
  await fillIn(page);
  await autofill(page, { "address-line2": "Apt. 4" });
  for (const id of [...Object.keys(FILLED), "address-line2"]) {
    expect([id, await styleOf(id)]).toEqual([id, { direction: "ltr", textAlign: "right" }]);
  }
  await fillIn(page, { "card-name": "جين دو", "address-line1": "شارع الملك 1" });
  for (const id of ["card-name", "address-line1"]) expect((await styleOf(id)).direction).toBe("rtl");
  const overlap = await page.$eval("#card-number", (input) => {
    const mark = document.getElementById("brand-mark")?.getBoundingClientRect();
    const { left, width } = input.getBoundingClientRect();
    return (
      mark && {
        leftOfTheMiddle: mark.left < left + width / 2,
        text: Number.parseFloat(getComputedStyle(input).paddingLeft),
      }
    );
  });
  expect(overlap?.leftOfTheMiddle).toBe(true);
  await save(page);
  await untilState(page, "done");
  expect(await page.$eval("#receipt-expiry", (date) => getComputedStyle(date).direction)).toBe("ltr");
});

it("mirrors the page of an invoice in right-to-left languages, but not its amounts", async (page, site) => {
  await openInvoice(page, site);
  await chooseNewCard(page);
  await page.setViewport({ width: 1_440, height: 900 });
  await page.evaluate(() => document.documentElement.setAttribute("dir", "rtl"));
  const { fee, total, direction, intro, checkout, actions } = await page.evaluate(() => {
    const at = (selector: string): number => document.querySelector(selector)?.getBoundingClientRect().left ?? 0;
    const total = document.getElementById("review-total") as HTMLElement;
    return {
      fee: at("#review-amount-label") - at("#review-amount"),
      total: total.textContent,
      direction: getComputedStyle(total).direction,
      intro: at(".intro"),
      checkout: at("#checkout"),
      actions: at("#pay") - at("#change-card"),
    };
  });
  expect([total, direction]).toEqual(["$1,285.63", "ltr"]);
  for (const distance of [fee, intro - checkout, actions]) expect(distance).toBeGreaterThan(0);
});

it("keeps a large amount on one line of its button, and below a long name in line with the others", async (page, site) => {
  await openInvoice(page, site);
  await chooseNewCard(page);
  const { heights, ends } = await page.evaluate(() => {
    const find = (id: string) => document.getElementById(id) as HTMLElement;
    find("pay-text").textContent = "Pay $10,284,999.99";
    find("review-amount-label").textContent = `To ${"The Coffee Beans Supply Company ".repeat(4)}`;
    const text = document.createRange();
    return {
      heights: ["pay", "change-card"].map((id) => find(id).offsetHeight),
      ends: ["review-amount", "review-total"].map((id) => {
        text.selectNodeContents(find(id));
        return Math.round(text.getBoundingClientRect().right);
      }),
    };
  });
  expect(heights[0]).toBe(heights[1]);
  expect(ends[0]).toBe(ends[1]);
});

it("aligns inputs side by side, however long a country's labels are", async (page) => {
  for (const width of [320, 375, 1_440]) {
    await page.setViewport({ width, height: 800 });
    for (const country of ["US", "DE", "HK", "IE"]) {
      await chooseCountry(page, country);
      const tops = await page.$$eval("#address-state, #address-postal-code", (inputs) =>
        inputs.map((input) => input.getBoundingClientRect().top),
      );
      expect(tops[0], `${country} at ${width}`).toBe(tops[1]);
    }
  }
});

it("shows a whole number beside its brand, also on small phones", async (page) => {
  for (const [width, number] of [
    [320, "4242424242424242"],
    [375, "6304000000000000000"],
    [320, "6304000000000000000"],
    [1_440, "6304000000000000000"],
  ] as const) {
    await page.setViewport({ width, height: 800 });
    await autofill(page, { "card-number": number });
    const { text, room, clear } = await page.$eval("#card-number", (element) => {
      const input = element as HTMLInputElement;
      const style = getComputedStyle(input);
      const context = document.createElement("canvas").getContext("2d") as CanvasRenderingContext2D;
      context.font = style.font;
      const { left, right, top, bottom } = input.getBoundingClientRect();
      const mark = (document.getElementById("brand-mark") as Element).getBoundingClientRect();
      const text = context.measureText(input.value).width;
      const start = left + Number.parseFloat(style.paddingLeft);
      return {
        text,
        room: right - Number.parseFloat(style.paddingRight) - start,
        clear: mark.bottom <= top || mark.top >= bottom || mark.left >= start + text,
      };
    });
    expect(text, `${number} at ${width}`).toBeLessThanOrEqual(room);
    expect(clear, `${number} at ${width}`).toBe(true);
  }
});
