import { expect } from "vitest";
import { fillIn, save, textOf, untilState } from "../testing/checkout.ts";
import { BOTH, endToEnd, stored } from "../testing/e2e.ts";

const it = endToEnd(BOTH);

it("asks before it is left, even in browsers that use only the return value", async (page, site) => {
  const asks = () =>
    page.evaluate(() => {
      const event = document.createEvent("BeforeUnloadEvent") as BeforeUnloadEvent;
      event.initEvent("beforeunload", false, true);
      window.dispatchEvent(event);
      return event.returnValue !== "";
    });
  expect(await asks()).toBe(false);
  site.sandbox.control.addFault({ operation: "createPaymentMethod", kind: "latency", delayMs: 8_000 });
  await fillIn(page);
  await save(page);
  await untilState(page, "tokenizing");
  expect(await asks()).toBe(true);
  await untilState(page, "done");
  expect(await asks()).toBe(false);
});

it(
  "saves a card in a browser without the features added after 2022",
  async (page, site) => {
    expect(await page.evaluate(() => [typeof URL.canParse, typeof AbortSignal.any])).toEqual([
      "undefined",
      "undefined",
    ]);
    await fillIn(page, { "card-expiry": "2039-12" });
    await save(page);
    await untilState(page, "done");
    expect(await textOf(page, "receipt-card")).toBe("Visa ending in 4242");
    expect(stored(site)).toHaveLength(1);
  },
  () => ({
    prepare: (page) =>
      page.evaluateOnNewDocument(() => {
        const newer: readonly (readonly [object, readonly string[]])[] = [
          [URL, ["canParse", "parse"]],
          [AbortSignal, ["any", "timeout"]],
          [Promise, ["withResolvers", "try"]],
          [Array, ["fromAsync"]],
          [Array.prototype, ["toSorted", "toReversed", "toSpliced", "with", "findLast", "findLastIndex"]],
          [Object, ["groupBy"]],
          [Map, ["groupBy"]],
          [Set.prototype, ["union", "intersection", "difference", "isSubsetOf"]],
          [String.prototype, ["isWellFormed", "toWellFormed"]],
          [RegExp, ["escape"]],
          [Error, ["isError"]],
          [Response, ["json"]],
          [Response.prototype, ["bytes"]],
          [crypto.constructor.prototype, ["randomUUID"]],
          [window, ["structuredClone", "Iterator", "scheduler", "navigation"]],
        ];
        for (const [owner, names] of newer) for (const name of names) Reflect.deleteProperty(owner, name);
      }),
  }),
);
