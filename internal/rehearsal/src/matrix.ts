import type { Opening, Shop } from "./shop.ts";

/** One customer, or one check. */
export interface Cell {
  /** 1, 2 and so on; undefined for what is checked beside the customers. */
  readonly number?: number;
  readonly what: string;
  /** Why it cannot run on this machine; undefined when it can. */
  readonly missing?: string | undefined;
  /** Work to do between the two releases. */
  readonly between?: (opening: Opening) => Promise<void>;
  /** Resolves with what the versions column says; rejects when the cell is broken. */
  readonly run: (shop: Shop) => Promise<string>;
}

/** Result of a cell. */
export interface Outcome {
  readonly cell: Cell;
  readonly result: "passed" | "FAILED" | "skipped";
  /** The versions, or why not. */
  readonly detail: string;
  readonly ms: number;
}

/** Where every cell has to run: nothing that is missing here excuses it. */
export function allMustRun(platform: string, arch: string, env: Readonly<Record<string, string | undefined>>): boolean {
  return (platform === "linux" && arch === "x64") || Boolean(env.CI);
}

/** Lets the cells do what has to happen between the two releases. Resolves with those that are broken already. */
export async function runBetween(cells: readonly Cell[], opening: Opening): Promise<ReadonlyMap<Cell, unknown>> {
  const broken = new Map<Cell, unknown>();
  for (const cell of cells) {
    if (cell.missing !== undefined) continue;
    await cell.between?.(opening).catch((error: unknown) => broken.set(cell, error));
  }
  return broken;
}

/** How the cells are run. */
export interface Manner {
  readonly shop: Shop;
  readonly atOnce: number;
  /** True if a cell that cannot run here has failed. */
  readonly strict: boolean;
  /** Result of {@link runBetween}. */
  readonly broken: ReadonlyMap<Cell, unknown>;
  /** Hears of each cell as it ends. */
  readonly tell: (line: string) => void;
}

/** Runs the cells, and resolves with what became of them in their order. */
export async function runCells(cells: readonly Cell[], manner: Manner): Promise<readonly Outcome[]> {
  const outcomes: Outcome[] = [];
  const waiting = [...cells];
  const work = async (): Promise<void> => {
    for (let cell = waiting.shift(); cell; cell = waiting.shift()) {
      const outcome = await runCell(cell, manner);
      outcomes.push(outcome);
      manner.tell(lineOf(outcome));
    }
  };
  await Promise.all(Array.from({ length: manner.atOnce }, work));
  return outcomes.sort((a, b) => cells.indexOf(a.cell) - cells.indexOf(b.cell));
}

async function runCell(cell: Cell, { shop, strict, broken }: Manner): Promise<Outcome> {
  const startedAt = performance.now();
  const outcome = (result: Outcome["result"], detail: string): Outcome => ({
    cell,
    result,
    detail,
    ms: performance.now() - startedAt,
  });
  if (cell.missing !== undefined) return outcome(strict ? "FAILED" : "skipped", cell.missing);
  try {
    if (broken.has(cell)) throw broken.get(cell);
    return outcome("passed", await cell.run(shop));
  } catch (error) {
    return outcome("FAILED", error instanceof Error ? error.message : String(error));
  }
}

function lineOf({ cell: { number, what }, result, detail, ms }: Outcome): string {
  const seconds = `${(ms / 1_000).toFixed(1)} s`;
  const columns = [String(number ?? "").padStart(2), what.padEnd(51), result.padEnd(7), seconds.padStart(7)];
  return `${columns.join("  ")}  ${detail.split("\n")[0]}`;
}

/** The whole matrix, what broke in full below it, and the sum as its last line. */
export function printMatrix(outcomes: readonly Outcome[]): string {
  const count = (result: Outcome["result"]): number => outcomes.filter((outcome) => outcome.result === result).length;
  const broken = outcomes.filter(({ result, detail }) => result === "FAILED" && detail.includes("\n"));
  const skipped = count("skipped");
  const customers = outcomes.filter(({ cell }) => cell.number !== undefined);
  return [
    ...outcomes.map(lineOf),
    ...broken.map(({ cell, detail }) => `\n${cell.number ?? ""} ${cell.what}: ${detail}`),
    "",
    ...(skipped > 0 ? [`${skipped} skipped: not to be had on this machine`] : []),
    `customers: ${customers.filter(({ result }) => result === "passed").length} of ${customers.length}`,
    `${count("passed")} passed, ${count("FAILED")} failed`,
  ].join("\n");
}
