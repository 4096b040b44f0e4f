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

/**
 * Each contender's median over rounds that alternate between them, so that a slow spell of the machine hits all of
 * them, and its ratio to the first one, as the median of the ratios within each round.
 */
export async function compare(
  all: readonly Contender[],
  { concurrency, rounds, roundMs }: { concurrency: number; rounds: number; roundMs: number },
): Promise<{ name: string; perSecond: number; ratio: number }[]> {
  const figures = new Map<Contender, number[]>(all.map((contender) => [contender, []]));
  for (let round = -1; round < rounds; round++) {
    for (const contender of all) {
      const figure = await mintsPerSecond(contender, concurrency, round < 0 ? roundMs / 2 : roundMs);
      // The first round warms up.
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
