import { readFileSync } from "node:fs";
import { median, quantile } from "../throughput.ts";
import type { Running } from "./runtimes.ts";

/** Result of one pair in one runtime. */
export interface Measurement {
  /** Ours, the median of the rounds. */
  readonly perSecond: number;
  /** Ours relative to the bare one: the median over the paired rounds. */
  readonly ratio: number;
  /** Half of the rounds had ratios from this to that. */
  readonly middleHalf: readonly [number, number];
  /** CPU time of one call of ours, in microseconds. Undefined where it cannot be read. */
  readonly cpu: number | undefined;
  /** CPU time of one call of ours relative to the bare one. */
  readonly cpuRatio: number | undefined;
}

// On Node, a garbage collection takes 20 ms, and `fetch` and our code get faster for thousands of calls.
const ROUND_MS = 200;
const WARM_UP = 8;
// The unit of Linux's /proc, in microseconds.
const TICK = 10_000;

interface Round {
  readonly count: number;
  readonly elapsed: number;
}

/** Measures a pair in short rounds, bare and ours in random order. */
export async function measure(
  running: Running,
  pair: string,
  concurrency: number,
  rounds: number,
): Promise<Measurement> {
  const sides = { bare: tally(), ours: tally() };
  for (let round = -WARM_UP; round < rounds; round++) {
    const order = Math.random() < 0.5 ? (["bare", "ours"] as const) : (["ours", "bare"] as const);
    for (const side of order) {
      const before = cpuOf(running.pid);
      const { count, elapsed } = await ask(running, pair, side, concurrency);
      if (round < 0) continue;
      sides[side].perSecond.push(count / (elapsed / 1_000));
      sides[side].count += count;
      sides[side].cpu += cpuOf(running.pid) - before;
    }
  }
  const { bare, ours } = sides;
  const ratios = ours.perSecond.map((figure, round) => figure / (bare.perSecond[round] ?? Number.NaN));
  const known = bare.cpu > 0 && ours.cpu > 0;
  return {
    perSecond: median(ours.perSecond),
    ratio: median(ratios),
    middleHalf: [quantile(ratios, 0.25), quantile(ratios, 0.75)],
    cpu: known ? ours.cpu / ours.count : undefined,
    cpuRatio: known ? ours.cpu / ours.count / (bare.cpu / bare.count) : undefined,
  };
}

/** Returns our own time per mint with a canned response, in microseconds. The fastest half counts: a busy machine only adds. */
export async function overhead(running: Running, rounds: number): Promise<number> {
  const figures: number[] = [];
  for (let round = -WARM_UP; round < rounds; round++) {
    const { count, elapsed } = await ask(running, "canned", "ours", 1);
    if (round >= 0) figures.push((elapsed * 1_000) / count);
  }
  return quantile(figures, 0.25);
}

function tally() {
  return { perSecond: [] as number[], count: 0, cpu: 0 };
}

async function ask(running: Running, pair: string, side: string, concurrency: number): Promise<Round> {
  const query = new URLSearchParams({ pair, side, concurrency: String(concurrency), ms: String(ROUND_MS) });
  const response = await fetch(`http://127.0.0.1:${running.port}/?${query}`);
  if (!response.ok) throw new Error(await response.text());
  return (await response.json()) as Round;
}

// User and system time of all threads.
function cpuOf(pid: number | undefined): number {
  try {
    const text = readFileSync(`/proc/${pid}/stat`, "utf8");
    const [user, system] = text
      .slice(text.lastIndexOf(")") + 2)
      .split(" ")
      .slice(11, 13);
    return (Number(user) + Number(system)) * TICK;
  } catch {
    return 0;
  }
}
