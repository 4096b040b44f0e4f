import type { Contender } from "./contenders.ts";
import { settledHeap } from "./settled-heap.ts";

/** By how many bytes the heap grows between the first and the second `count` mints, garbage collected. */
export async function heapGrowth({ mint }: Contender, count: number): Promise<number> {
  await mintMany(mint, count);
  const before = await settledHeap();
  await mintMany(mint, count);
  return (await settledHeap()) - before;
}

async function mintMany(mint: () => Promise<string>, count: number): Promise<void> {
  let left = count;
  const worker = async (): Promise<void> => {
    while (left-- > 0) await mint();
  };
  await Promise.all(Array.from({ length: 32 }, worker));
}
