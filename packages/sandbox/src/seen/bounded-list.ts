/** A list that keeps only its newest entries. */
export interface BoundedList<Entry extends { readonly id: number }> {
  /** Adds an entry, or replaces the one with the same id. The oldest ones make room. `bytes` is its size. */
  put(entry: Entry, bytes: number): void;
  find(id: number): Entry | undefined;
  remove(id: number): void;
  all(): Iterable<Entry>;
  clear(): void;
}

/** Creates an empty list that keeps at most this many entries and, together, at most this many bytes. */
export function createBoundedList<Entry extends { readonly id: number }>(limits: {
  readonly entries: number;
  readonly bytes: number;
}): BoundedList<Entry> {
  const kept = new Map<number, { readonly entry: Entry; readonly bytes: number }>();
  let total = 0;
  const remove = (id: number) => {
    total -= kept.get(id)?.bytes ?? 0;
    kept.delete(id);
  };
  return {
    put(entry, bytes) {
      const isNew = !kept.has(entry.id);
      total += bytes - (kept.get(entry.id)?.bytes ?? 0);
      kept.set(entry.id, { entry, bytes });
      if (!isNew && total <= limits.bytes) return;
      for (const id of kept.keys()) {
        // The newest entry stays, however large it is.
        if ((kept.size <= limits.entries && total <= limits.bytes) || id === entry.id) break;
        remove(id);
      }
    },
    find: (id) => kept.get(id)?.entry,
    remove,
    *all() {
      for (const { entry } of kept.values()) yield entry;
    },
    clear() {
      kept.clear();
      total = 0;
    },
  };
}
