import { type ApiKeys, createApiKeys, type InitialKey } from "./api-keys.ts";
import type { Clock } from "./clock.ts";
import { createRecords, type RecordKind, type Records } from "./records.ts";

/** A customer of the vendor: API keys, and the records that were created with them. */
export interface Account {
  readonly name: string;
  readonly apiKeys: ApiKeys;
  /** The account's records of one kind. Created on first use, so that a new resource needs no change here. */
  records<Kept>(kind: RecordKind<Kept>): Records<Kept>;
  /** Returns copies of all records, by the names of their kinds. */
  snapshot(): RecordSnapshot;
  /** Returns a function that goes back to the records of now. Unlike `restore`, it disturbs no request in progress. */
  checkpoint(): () => void;
  /** Replaces all records by copies of those of a snapshot. The API keys stay. Returns what undoes it. */
  restore(snapshot: RecordSnapshot): () => void;
  /** Restores the initial keys and the seeded records. */
  reset(): void;
}

/** The records of an account as plain JSON, by the names of their kinds. */
export type RecordSnapshot = Readonly<Record<string, readonly unknown[]>>;

/** Creates an account. Throws an Error on invalid keys, such as three of them. */
export function createAccount(name: string, keys: readonly InitialKey[], clock: Clock): Account {
  let records = new Map<string, Records<unknown>>();
  const kinds = new Map<string, RecordKind<unknown>>();
  let restored: RecordSnapshot = {};
  const createdAt = clock.now();
  const apiKeys = createApiKeys(keys, clock.now);
  return {
    name,
    apiKeys,
    records<Kept>(kind: RecordKind<Kept>): Records<Kept> {
      const known = records.get(kind.name);
      // One name, one kind: the registry's names are unique.
      if (known) return known as Records<Kept>;
      const start = Object.hasOwn(restored, kind.name) ? (restored[kind.name] as readonly Kept[]) : undefined;
      const created = createRecords(kind, start ?? kind.seed?.(createdAt) ?? []);
      records.set(kind.name, created as Records<unknown>);
      kinds.set(kind.name, kind as RecordKind<unknown>);
      return created;
    },
    snapshot() {
      const entries = [...records].map(([kind, kept]) => {
        const atRest = kinds.get(kind)?.atRest ?? ((record: unknown) => record);
        return [kind, kept.all().flatMap((record) => atRest(record) ?? [])];
      });
      return copy({ ...restored, ...Object.fromEntries(entries) });
    },
    checkpoint() {
      const before = [...records].map(([name, kept]) => [name, kept, kept.checkpoint()] as const);
      return () => {
        records.clear();
        for (const [name, kept, goBack] of before) {
          records.set(name, kept);
          goBack();
        }
      };
    },
    restore(snapshot) {
      const before = { records, restored };
      records = new Map();
      restored = copy(snapshot);
      return () => {
        ({ records, restored } = before);
      };
    },
    reset() {
      records = new Map();
      restored = {};
      apiKeys.reset();
    },
  };
}

/** Copies plain JSON. */
function copy(snapshot: RecordSnapshot): RecordSnapshot {
  return JSON.parse(JSON.stringify(snapshot));
}
