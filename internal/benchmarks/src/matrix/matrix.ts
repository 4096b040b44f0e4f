import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { type Measurement, measure, overhead } from "./measure.ts";
import { PAIRS } from "./pairs.ts";
import { type Running, type Target, targets, telemetryTargets } from "./runtimes.ts";

/** One row of the matrix. */
export interface Row extends Measurement {
  readonly target: string;
  readonly pair: string;
  readonly concurrency: number;
}

/** Our own time per mint with a canned response, in microseconds. */
export interface OverheadRow {
  readonly target: string;
  readonly micros: number;
}

/** Which rows to measure, and how often. */
export interface MatrixOptions {
  /** Only targets whose name matches. */
  readonly only: RegExp;
  /** Only pairs whose name matches. */
  readonly pairs: RegExp;
  /** Rounds of each row. */
  readonly rounds: number;
}

// The clock of workerd stands still without I/O: what does none has no figures there.
const WITHOUT_IO = "webhook";

/** Measures the matrix, and passes each row on as it is known. */
export async function measureMatrix(
  { only, pairs, rounds }: MatrixOptions,
  onRow: (row: Row | OverheadRow) => void,
): Promise<void> {
  const server = fork(fileURLToPath(new URL("./api-server.ts", import.meta.url)));
  const [port] = await once(server, "message");
  for (const target of targets().filter(({ name }) => only.test(name))) {
    const running = await target.start(`http://127.0.0.1:${port}`);
    await measureTarget(target, running, pairs, rounds, onRow);
    await running.close();
  }
  server.disconnect();
}

/** Measures what OpenTelemetry costs, and passes each row on as it is known. */
export async function measureTelemetry({ only, rounds }: MatrixOptions, onRow: (row: Row) => void): Promise<void> {
  const server = fork(fileURLToPath(new URL("./api-server.ts", import.meta.url)));
  const [port] = await once(server, "message");
  for (const { name, start } of telemetryTargets().filter(({ name }) => only.test(name))) {
    const running = await start(`http://127.0.0.1:${port}`);
    for (const concurrency of [32, 1]) {
      onRow({ target: name, pair: "mint", concurrency, ...(await measure(running, "mint", concurrency, rounds)) });
    }
    await running.close();
  }
  server.disconnect();
}

async function measureTarget(
  { name, concurrencies }: Target,
  running: Running,
  pairs: RegExp,
  rounds: number,
  onRow: (row: Row | OverheadRow) => void,
): Promise<void> {
  const stopped = name === "workerd";
  for (const pair of PAIRS.filter((pair) => pairs.test(pair) && !(stopped && pair === WITHOUT_IO))) {
    const all = pair === "mint" ? concurrencies : concurrencies.slice(0, 1);
    for (const concurrency of all) {
      onRow({ target: name, pair, concurrency, ...(await measure(running, pair, concurrency, rounds)) });
    }
  }
  if (!stopped && pairs.test("overhead")) onRow({ target: name, micros: await overhead(running, rounds) });
}
