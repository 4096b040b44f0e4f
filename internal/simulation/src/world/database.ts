import type { World } from "./world.ts";

/** A database that every process shares and no crash loses. Compare-and-set, as a `JournalStore`. */
export interface Database<Kept> {
  read(id: string): Promise<{ record: Kept; version: number } | undefined>;
  write(id: string, record: Kept, expectedVersion: number): Promise<boolean>;
}

/** Creates a database that takes some time for each request, half of it before its effect. */
export function createDatabase<Kept>({ sleep }: Pick<World, "sleep">, ms: number): Database<Kept> {
  const entries = new Map<string, { record: Kept; version: number }>();
  const pass = (): Promise<void> => (ms === 0 ? Promise.resolve() : sleep(ms / 2));
  return {
    async read(id) {
      await pass();
      const entry = structuredClone(entries.get(id));
      await pass();
      return entry;
    },
    async write(id, record, expectedVersion) {
      const copy = structuredClone(record);
      await pass();
      const isCurrent = (entries.get(id)?.version ?? 0) === expectedVersion;
      if (isCurrent) entries.set(id, { record: copy, version: expectedVersion + 1 });
      await pass();
      return isCurrent;
    },
  };
}
