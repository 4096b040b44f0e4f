import type { JournalEntry, JournalStore } from "./journal-store.ts";

/**
 * Creates a journal in the memory of this process. **For tests only**: after a restart, paid orders are paid again.
 *
 * @example
 * ```ts
 * import { createMemoryJournalStore } from "@plastiq-connect/core/pay-once";
 *
 * export const store = createMemoryJournalStore();
 * ```
 */
export function createMemoryJournalStore(): JournalStore {
  const entries = new Map<string, JournalEntry>();
  return {
    async read(order) {
      return structuredClone(entries.get(order));
    },
    async write(order, record, expectedVersion) {
      if ((entries.get(order)?.version ?? 0) !== expectedVersion) return false;
      entries.set(order, { record: structuredClone(record), version: expectedVersion + 1 });
      return true;
    },
  };
}
