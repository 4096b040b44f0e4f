import { writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { measureMatrix, measureTelemetry, type OverheadRow, type Row } from "./matrix.ts";
import { performancePage } from "./page.ts";
import { bundleSizes } from "./sizes.ts";
import { startUps } from "./start-up.ts";

// The matrix of runtimes. `--only deno`, `--pairs '^mint$'` and `--rounds 10` measure less; `--write` writes the page.
const { values } = parseArgs({
  args: process.argv.slice(3),
  options: {
    only: { type: "string", default: "" },
    pairs: { type: "string", default: "" },
    rounds: { type: "string", default: "16" },
    write: { type: "boolean", default: false },
  },
});
const rows: Row[] = [];
const overheads: OverheadRow[] = [];
const telemetry: Row[] = [];
const options = {
  only: new RegExp(values.only, "i"),
  pairs: new RegExp(values.pairs, "i"),
  rounds: Number(values.rounds),
};
await measureMatrix(options, (row) => {
  if ("micros" in row) {
    overheads.push(row);
    console.log(`  ${row.target.padEnd(24)} own overhead  ${row.micros.toFixed(1)} µs a mint`);
    return;
  }
  rows.push(row);
  print(row, "bare");
});
await measureTelemetry(options, (row) => {
  telemetry.push(row);
  print(row, "without");
});
if (values.only === "" || values.write) {
  const started = startUps();
  for (const { name, above } of started) console.log(`  start-up of ${name}: ${above.toFixed(1)} ms above its parts`);
  for (const { name, compressed } of await bundleSizes()) console.log(`  ${name}: ${compressed} bytes`);
  const page = fileURLToPath(new URL("../../../../docs/guide/performance.md", import.meta.url));
  if (values.write) writeFileSync(page, performancePage({ rows, overheads, telemetry, started }));
}

function print(row: Row, baseline: string): void {
  const [from, to] = row.middleHalf.map((edge) => edge.toFixed(2));
  const cpu = row.cpu === undefined ? "" : `, CPU ${row.cpu.toFixed(0)} µs (${row.cpuRatio?.toFixed(2)} x)`;
  console.log(
    `  ${row.target.padEnd(24)} ${row.pair.padEnd(14)} at ${String(row.concurrency).padEnd(2)} ${row.perSecond.toFixed(0).padStart(7)}/s  ${row.ratio.toFixed(2)} x ${baseline} (${from} to ${to})${cpu}`,
  );
}
