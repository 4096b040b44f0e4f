import { type ApiKeys, createApiKeys, type InitialKey } from "./api-keys.ts";
import type { Clock } from "./clock.ts";
import { createRecords, type RecordKind, type Records } from "./records.ts";

/** A customer of the vendor: some API keys, and everything that was created with them. */
export interface Account {
  readonly name: string;
  readonly apiKeys: ApiKeys;
  /** The account's records of one kind. Created on first use, so that a new resource needs no change here. */
  records<Kept>(kind: RecordKind<Kept>): Records<Kept>;
  /** Goes back to the initial keys and the seeded records. */
  reset(): void;
}

/** Creates an account. Throws an Error on keys that cannot be, such as three of them. */
export function createAccount(name: string, keys: readonly InitialKey[], clock: Clock): Account {
  const records = new Map<string, Records<unknown>>();
  const createdAt = clock.now();
  const apiKeys = createApiKeys(keys, clock.now);
  return {
    name,
    apiKeys,
    records<Kept>(kind: RecordKind<Kept>): Records<Kept> {
      const known = records.get(kind.name);
      // One name, one kind: the registry's names are unique.
      if (known) return known as Records<Kept>;
      const created = createRecords(kind, kind.seed?.(createdAt) ?? []);
      records.set(kind.name, created as Records<unknown>);
      return created;
    },
    reset() {
      records.clear();
      apiKeys.reset();
    },
  };
}
