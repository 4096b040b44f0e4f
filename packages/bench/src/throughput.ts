import type { Contender } from "./contenders.ts";

/** Mints per second of one contender over one round. */
async function mintsPerSecond(contender: Contender, concurrency: number, roundMs: number): Promise<number> {
  const startedAt = performance.now();
  const endsAt = startedAt + roundMs;
  let mints = 0;
  async function worker(): Promise<void> {
    while (performance.now() < endsAt) {
      const secret = await contender.mint();
      if (!secret.startsWith("bench-secret")) throw new Error(`${contender.name} did not mint.`);
      mints++;
    }
  }
  await Promise.all(Array.from({ length: concurrency }, worker));
  return mints / ((performance.now() - startedAt) / 1_000);
}

/** The middle one. */
export function median(figures: readonly number[]): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const middle = sorted[Math.floor(sorted.length / 2)];
  if (middle === undefined) throw new Error("There is no median of nothing.");
  return middle;
}

// Short rounds, and many: a machine's slow spells last longer than one, and so hit the neighbours, too.
const ROUND_MS = 150;
const WARM_UP_ROUNDS = 4;

/**
 * Each contender's median over alternating rounds, and its ratio to the first one, as the median of the ratios within
 * each round. Each round has an order of its own, so that nobody always clears away the same neighbour's garbage.
 */
export async function compare(
  all: readonly Contender[],
  concurrency: number,
  rounds = 40,
): Promise<{ name: string; perSecond: number; ratio: number }[]> {
  const figures = new Map<Contender, number[]>(all.map((contender) => [contender, []]));
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    for (const contender of shuffled(all)) {
      const figure = await mintsPerSecond(contender, concurrency, ROUND_MS);
      if (round >= 0) figures.get(contender)?.push(figure);
    }
  }
  const [yardstick = []] = figures.values();
  return [...figures].map(([{ name }, own]) => ({
    name,
    perSecond: median(own),
    ratio: median(own.map((figure, round) => figure / (yardstick[round] ?? Number.NaN))),
  }));
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
