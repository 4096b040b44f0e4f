import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";
import { contenders } from "./contenders.ts";
import { endpointFigures } from "./endpoint.ts";
import { heapGrowth } from "./heap.ts";
import { startUpAbove } from "./start-up.ts";
import { compare } from "./throughput.ts";

// Our limits. Each compares figures of one run, because machines differ more than ratios.
const goals: { goal: string; measured: string; met: boolean }[] = [];
const promise = (goal: string, measured: string, met: boolean): void => void goals.push({ goal, measured, met });

const server = fork(fileURLToPath(new URL("./server.ts", import.meta.url)));
const [port] = await once(server, "message");
const all = contenders(`http://127.0.0.1:${port}/api`);

for (const concurrency of [32, 1]) {
  console.log(`\nMints per second at concurrency ${concurrency}, Node ${process.versions.node}`);
  console.log("(median of short rounds in random order; in brackets, the half of the rounds in the middle)");
  const results = await compare(all, concurrency);
  for (const { name, perSecond, ratio, middleHalf } of results) {
    const [from, to] = middleHalf.map((edge) => edge.toFixed(2));
    const times = `${ratio.toFixed(2).padStart(5)} x bare fetch (${from} to ${to})`;
    console.log(`  ${name.padEnd(24)} ${perSecond.toFixed(0).padStart(7)}   ${times}`);
  }
  const ratioOf = (name: string): number => results.find((result) => result.name === name)?.ratio ?? 0;
  const node = ratioOf("@plastiq-connect/node");
  const least = concurrency === 32 ? 2 : 1.5;
  promise(`Node adapter, concurrency ${concurrency}: at least ${least} x bare fetch`, node.toFixed(2), node >= least);
  const core = ratioOf("core on plain fetch");
  promise(`core on plain fetch, concurrency ${concurrency}: at least 0.75 x`, core.toFixed(2), core >= 0.75);
}

const node = all.find(({ name }) => name === "@plastiq-connect/node");
if (node) {
  const growth = (await heapGrowth(node, 50_000)) / 1e6;
  promise("heap growth between 50,000 mints and the next 50,000: below 2 MB", `${growth.toFixed(2)} MB`, growth < 2);
}
const LOAD_SECONDS = 30;
const endpoint = await endpointFigures(`http://127.0.0.1:${port}/api`, LOAD_SECONDS);
const ratios = `${endpoint.ratio.toFixed(2)} (${endpoint.ratioToPassThrough.toFixed(2)} x a pass-through by fetch)`;
promise("mint endpoint, concurrency 32: at least 0.85 x the same call without it", ratios, endpoint.ratio >= 0.85);
const load = `${endpoint.errors} errors in ${endpoint.mints} mints`;
promise(`mint endpoint, 100 users for ${LOAD_SECONDS} s: no error`, load, endpoint.errors === 0);
const grown = `${(endpoint.growth / 1e6).toFixed(2)} MB`;
promise("mint endpoint, heap growth in the second half: below 5 MB", grown, endpoint.growth < 5e6);

const { ours, parts, above } = startUpAbove();
const figures = `${above.toFixed(1)} ms (${ours.toFixed(1)} against ${parts.toFixed(1)})`;
promise("importing and constructing the Node adapter: at most 10 ms above ofetch and valibot", figures, above <= 10);

await Promise.all(all.map((contender) => contender.close?.()));
server.disconnect();

console.log();
for (const { goal, measured, met } of goals) console.log(`${met ? "ok  " : "FAIL"}  ${goal}: ${measured}`);
// Some contenders keep idle connections that hold the process.
process.exit(goals.every(({ met }) => met) ? 0 : 1);
