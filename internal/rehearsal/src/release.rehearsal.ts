import { afterAll, beforeAll, describe, it } from "vitest";
import { bothVersionsCell } from "./cells/both-versions.ts";
import { bunCell } from "./cells/bun.ts";
import { commandLineCell } from "./cells/command-line.ts";
import { denoCells } from "./cells/deno.ts";
import { nodeCells } from "./cells/node.ts";
import { pageCell } from "./cells/page.ts";
import { typescriptCells } from "./cells/typescript.ts";
import { upgradeCell } from "./cells/upgrade.ts";
import { workerCell } from "./cells/worker.ts";
import { checkPublished } from "./check-published.ts";
import { type Cell, openShop, type Shop } from "./shop.ts";

const CUSTOMERS: readonly Cell[] = [
  ...nodeCells(),
  ...typescriptCells(),
  ...denoCells(),
  bunCell(),
  workerCell(),
  await pageCell(),
  upgradeCell(),
  bothVersionsCell(),
  commandLineCell(),
];
// There, nothing that is missing excuses a customer.
const ALL_MUST_RUN = (process.platform === "linux" && process.arch === "x64") || Boolean(process.env.CI);

let shop: Shop;
beforeAll(async () => {
  shop = await openShop(CUSTOMERS);
});
afterAll(() => shop?.close());

describe.concurrent("two releases, for a customer with", () => {
  for (const { what, missing, run } of CUSTOMERS) {
    it.skipIf(missing !== undefined && !ALL_MUST_RUN)(what, async () => {
      if (missing !== undefined) throw new Error(missing);
      await run(shop);
    });
  }
});

it("publishes both versions of every package, each bound to its own", () => checkPublished(shop));
