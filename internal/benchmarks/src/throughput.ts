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

/** The middle one, or between the two in the middle. */
export function median(figures: readonly number[]): number {
  return quantile(figures, 0.5);
}

/** The value below which the given part of the figures lies. */
export function quantile(figures: readonly number[], part: number): number {
  const sorted = [...figures].sort((a, b) => a - b);
  const place = (sorted.length - 1) * part;
  const below = sorted[Math.floor(place)];
  const above = sorted[Math.ceil(place)];
  if (below === undefined || above === undefined) throw new Error("There is no middle of nothing.");
  return below + (above - below) * (place % 1);
}

// Short rounds, and many: a machine's slow spells last longer than one, and so hit the neighbors, too.
const ROUND_MS = 150;
const WARM_UP_ROUNDS = 4;

/** Result of one contender. */
interface Comparison {
  readonly name: string;
  /** The median over the rounds. */
  readonly perSecond: number;
  /** To the first contender: the median of the ratios within each round. */
  readonly ratio: number;
  /** The half of the rounds in the middle had ratios from this to that. */
  readonly middleHalf: readonly [number, number];
}

/**
 * Compares contenders with the first one. Each round has an order of its own, so that nobody always clears away the same
 * neighbor's garbage.
 */
export async function compare(all: readonly Contender[], concurrency: number, rounds = 60): Promise<Comparison[]> {
  const figures = new Map<Contender, number[]>(all.map((contender) => [contender, []]));
  for (let round = -WARM_UP_ROUNDS; round < rounds; round++) {
    for (const contender of shuffled(all)) {
      const figure = await mintsPerSecond(contender, concurrency, ROUND_MS);
      if (round >= 0) figures.get(contender)?.push(figure);
    }
  }
  const [yardstick = []] = figures.values();
  return [...figures].map(([{ name }, own]) => {
    const ratios = own.map((figure, round) => figure / (yardstick[round] ?? Number.NaN));
    const middleHalf = [quantile(ratios, 0.25), quantile(ratios, 0.75)] as const;
    return { name, perSecond: median(own), ratio: median(ratios), middleHalf };
  });
}

function shuffled<Item>(items: readonly Item[]): Item[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item);
}
