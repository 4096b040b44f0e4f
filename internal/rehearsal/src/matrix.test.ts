import { expect, it } from "vitest";
import { allMustRun, type Cell, printMatrix, runBetween, runCells } from "./matrix.ts";
import type { Opening, Shop } from "./shop.ts";

const shop = {} as Shop;
const passes: Cell = { number: 1, what: "a customer", run: async () => "node 24" };
const breaks: Cell = {
  number: 2,
  what: "another",
  run: async () => {
    throw new Error("It broke:\nhere");
  },
};
const cannot: Cell = { number: 3, what: "a third", missing: "no binary", run: async () => "never" };

async function matrixOf(cells: readonly Cell[], strict: boolean): Promise<string> {
  const broken = await runBetween(cells, {} as Opening);
  const outcomes = await runCells(cells, { shop, atOnce: 2, strict, broken, tell: () => {} });
  return printMatrix(outcomes).replaceAll(/ {2,}/g, " ");
}

it("prints every cell in its order, what broke in full, and the sum last", async () => {
  expect(await matrixOf([breaks, passes, cannot], false)).toBe(
    [
      " 2 another FAILED 0.0 s It broke:",
      " 1 a customer passed 0.0 s node 24",
      " 3 a third skipped 0.0 s no binary",
      "\n2 another: It broke:\nhere",
      "",
      "1 skipped: not to be had on this machine",
      "customers: 1 of 3",
      "1 passed, 1 failed",
    ].join("\n"),
  );
});

it("fails what cannot run where everything must", async () => {
  expect(await matrixOf([passes, cannot], true)).toMatch(/\n1 passed, 1 failed$/);
  expect(allMustRun("linux", "x64", {})).toBe(true);
  expect(allMustRun("darwin", "arm64", { CI: "true" })).toBe(true);
  expect(allMustRun("darwin", "arm64", {})).toBe(false);
});

it("breaks only the cell whose preparation failed", async () => {
  const unprepared: Cell = {
    ...passes,
    between: async () => {
      throw new Error("Not installed.");
    },
  };
  expect(await matrixOf([unprepared, passes], true)).toMatch(/FAILED 0\.0 s Not installed\..*1 passed, 1 failed$/s);
});
