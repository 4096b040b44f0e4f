// Rehearses a release on this machine: `npm run release:rehearse`. Two successive versions of what is in the working tree
// go through a registry on loopback, and customers in empty folders install and use them.
// Its last line is `N passed, N failed`.
import { bothVersionsCell } from "./cells/both-versions.ts";
import { bunCell } from "./cells/bun.ts";
import { checkCells, SNAPSHOT_CELL } from "./cells/checks.ts";
import { commandLineCell } from "./cells/command-line.ts";
import { denoCells } from "./cells/deno.ts";
import { nodeCells } from "./cells/node.ts";
import { pageCell } from "./cells/page.ts";
import { typescriptCells } from "./cells/typescript.ts";
import { upgradeCell } from "./cells/upgrade.ts";
import { workerCell } from "./cells/worker.ts";
import { allMustRun, type Cell, printMatrix, runBetween, runCells } from "./matrix.ts";
import { startRegistry } from "./registry.ts";
import { createRehearsal } from "./rehearsal.ts";
import { startCustomersSandbox } from "./sandbox.ts";
import type { Shop } from "./shop.ts";
import { copyWorkspace } from "./workspace-copy.ts";

const AT_ONCE = 2;
const cells: readonly Cell[] = [
  ...checkCells(),
  ...nodeCells(),
  ...typescriptCells(7),
  ...denoCells(10),
  bunCell(12),
  workerCell(13),
  await pageCell(14),
  upgradeCell(15),
  bothVersionsCell(16),
  commandLineCell(17),
];

const startedAt = performance.now();
const step = async <Result>(title: string, work: () => Promise<Result>): Promise<Result> => {
  const stepStartedAt = performance.now();
  const result = await work();
  const told = typeof result === "string" ? ` ${result}` : "";
  console.log(`${title}${told}  ${((performance.now() - stepStartedAt) / 1_000).toFixed(1)} s`);
  return result;
};

try {
  const rehearsal = createRehearsal();
  const { url: registry } = await step("registry on loopback", () => startRegistry(rehearsal));
  const copy = await step("copy of the working tree, installed", () => copyWorkspace(rehearsal));
  const first = await step("first version", () => copy.version());
  await step("built and published", () => copy.publish());
  const broken = await runBetween(cells, { rehearsal, copy, registry, first });
  const second = await step("second version", () => copy.version());
  await step("built and published", () => copy.publish());
  const sandbox = await step("sandbox, from the registry", () => startCustomersSandbox(rehearsal));
  const shop: Shop = { rehearsal, copy, registry, first, second, sandbox };
  const strict = allMustRun(process.platform, process.arch, process.env);
  const manner = { shop, strict, broken, tell: console.log };
  const outcomes = [
    ...(await runCells(cells, { ...manner, atOnce: AT_ONCE })),
    ...(await runCells([SNAPSHOT_CELL], { ...manner, atOnce: 1 })),
  ];
  console.log(`\nAll in ${((performance.now() - startedAt) / 1_000).toFixed(0)} s.\n\n${printMatrix(outcomes)}`);
  process.exit(outcomes.some(({ result }) => result === "FAILED") ? 1 : 0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  console.log(`0 passed, ${cells.length} failed`);
  process.exit(1);
}
