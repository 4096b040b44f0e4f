import { cpus, loadavg } from "node:os";
import { BUN, DENO } from "runtimes/binary";
import type { OverheadRow, Row } from "./matrix.ts";
import type { StartUp } from "./start-up.ts";

/** The figures of one run. */
interface Figures {
  readonly rows: readonly Row[];
  readonly overheads: readonly OverheadRow[];
  /** With the hooks of OpenTelemetry, relative to without. */
  readonly telemetry: readonly Row[];
  readonly started: readonly StartUp[];
}

/** Returns the page of the docs with the figures of a run. */
export function performancePage({ rows, overheads, telemetry, started }: Figures): string {
  const machine = cpus();
  return `# Performance

\`npm run bench -- matrix --write\` measures these figures and writes this page. Compare ratios, not absolute figures: machines differ.

Measured on ${new Date().toISOString().slice(0, 10)}: ${machine.length} cores of ${machine[0]?.model.trim()}, Node ${process.versions.node}, Deno ${DENO.version}, Bun ${BUN.version}, workerd with compatibility date 2026-01-01. The load average at the end was ${loadavg()[0]?.toFixed(1)}. If it is above the number of cores, other programs disturbed the run, and a ratio can be off by more than its quartiles.

## Throughput

Each row compares our client with bare \`fetch\` and \`json()\` in the same runtime: the same headers, JSON and timer, on loopback. The ratio is the median of paired rounds of 0.2 s in random order, after a warm-up. The quartiles are in brackets. A ratio above 1 means that our client is faster.

*Core on fetch* is core with the \`fetch\` of Node. The Node adapter calls undici without \`fetch\`, which is faster. 32, 6 and 1 are the numbers of calls in progress at a time.

The webhook row compares with a handler that hashes the secret and parses the body, without any other check.

On Deno each payment gets a connection of its own: Deno sends a request again when a connection that it kept alive breaks, and a payment must not be sent twice. The bare \`fetch\` keeps its connections.

${mints(rows)}

<details>
<summary>All figures</summary>

${throughput(rows)}

</details>

## OpenTelemetry

Mints of the Node adapter on Node ${process.versions.node} with the hooks of \`@plastiq-connect/opentelemetry\`, relative to the same client without hooks. Switched on, the real SDK collects spans in batches, which are then discarded, and metrics. Installed and off, there is no SDK.

The row "by hand" is the cost of the SDK itself: the client has no hooks, and the application creates the same two spans with the same attributes and records the same two metrics around each mint. Hooks that record the same cannot cost less.

${throughput(telemetry)}

## Own overhead

The time of one mint with a canned response, so that no network is involved.

${table(
  ["Runtime", "Time per mint"],
  overheads.map(({ target, micros }) => [target, `${micros.toFixed(1)} µs`]),
)}

## Start-up

The time to import the adapter and create a client, above the time to import ofetch and valibot.

${table(
  ["Adapter", "Above its parts"],
  started.map(({ name, above }) => [name, `${above.toFixed(1)} ms`]),
)}
`;
}

/** The ratios of mints, a row for each runtime. */
function mints(rows: readonly Row[]): string {
  const minted = rows.filter(({ pair }) => pair === "mint");
  const ratioAt = (target: string, isAlone: boolean): string =>
    minted.find((row) => row.target === target && (row.concurrency === 1) === isAlone)?.ratio.toFixed(2) ?? "";
  const targets = [...new Set(minted.map(({ target }) => target))];
  return table(
    ["Mints", "Ratio at 32 (workerd: 6)", "Ratio at 1"],
    targets.map((target) => [target, ratioAt(target, false), ratioAt(target, true)]),
  );
}

function throughput(rows: readonly Row[]): string {
  return table(
    ["Runtime", "Call", "Concurrency", "Per second", "Ratio", "CPU per call", "CPU ratio"],
    rows.map((row) => [
      row.target,
      row.pair,
      row.concurrency,
      Math.round(row.perSecond),
      `${row.ratio.toFixed(2)} (${row.middleHalf.map((edge) => edge.toFixed(2)).join(" to ")})`,
      row.cpu === undefined ? "" : `${Math.round(row.cpu)} µs`,
      row.cpuRatio?.toFixed(2) ?? "",
    ]),
  );
}

function table(heads: readonly string[], rows: readonly (readonly (string | number)[])[]): string {
  const line = (cells: readonly (string | number)[]): string => `| ${cells.join(" | ")} |`;
  return [line(heads), line(heads.map(() => "---")), ...rows.map(line)].join("\n");
}
