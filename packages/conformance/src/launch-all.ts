// Proves every case in every runtime, and prints one matrix. Run by the workspace's tests, after the build.

import { RUNTIMES, type Runtime } from "./launching/runtimes.ts";
import { matrixOf, type Row, tallyOf } from "./matrix.ts";
import { startServers } from "./servers.ts";

/** Where every runtime can be had, one that is missing is a failure. */
const COMPLETE = (process.platform === "linux" && process.arch === "x64") || Boolean(process.env.CI);
/** They wait more than they compute. */
const AT_ONCE = 3;

async function rowOf({ name, version, mayLack = false, missing, run }: Runtime): Promise<Row> {
  const reason = await missing?.();
  if (reason !== undefined) return { result: "skipped", name, version, reason };
  const startedAt = performance.now();
  const servers = await startServers();
  try {
    const report = await run({ places: servers.places });
    const ran = report.runtime.version;
    if (version !== "" && version !== ran) throw new Error(`It is version ${ran}.`);
    return { result: "ran", name, report, seconds: (performance.now() - startedAt) / 1_000, mayLack };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { result: "broken", name, version, reason };
  } finally {
    await servers.close();
  }
}

const rows: Row[] = [];
const left = RUNTIMES.entries();
await Promise.all(
  Array.from({ length: AT_ONCE }, async () => {
    for (const [index, runtime] of left) rows[index] = await rowOf(runtime);
  }),
);
const { passed, failed } = tallyOf(rows, COMPLETE);
console.log(matrixOf(rows));
console.log(`\n${passed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
