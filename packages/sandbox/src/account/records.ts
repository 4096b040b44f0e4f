import type * as v from "valibot";

/** A kind of record in an account, such as payers. Each resource's folder defines its own. */
export interface RecordKind<Kept> {
  /** The resource's name, as in the client: `paymentMethods`. */
  readonly name: string;
  /** The key of a record. */
  keyOf(record: Kept): string;
  /** The form of each field in a snapshot: a later version may need fields that an older snapshot lacks. */
  readonly fields: { readonly [Field in keyof Required<Kept>]: v.GenericSchema };
  /** Returns the records that an account starts with, also after a reset. `now` is epoch ms. */
  seed?(now: number): readonly Kept[];
  /**
   * Returns the snapshot state of a record that a request is processing: that request does not continue after a
   * restore.
   */
  atRest?(record: Kept): Kept | undefined;
}

/** The records of one kind, oldest first. Their keys are compared without case, as UUIDs are (RFC 9562, section 4). */
export interface Records<Kept> {
  /** Adds a record, or replaces the one with the same key in its place. Returns it. */
  put(record: Kept): Kept;
  find(key: string): Kept | undefined;
  /** Returns whether the record existed. */
  remove(key: string): boolean;
  all(): readonly Kept[];
  readonly size: number;
  /** Returns a function that goes back to the records of now. */
  checkpoint(): () => void;
}

/** Creates the records that an account starts with. */
export function createRecords<Kept>(kind: RecordKind<Kept>, start: readonly Kept[]): Records<Kept> {
  const records = new Map<string, Kept>();
  const put = (record: Kept): Kept => {
    records.set(kind.keyOf(record).toLowerCase(), record);
    return record;
  };
  for (const record of start) put(record);
  return {
    put,
    find: (key) => records.get(String(key).toLowerCase()),
    remove: (key) => records.delete(key.toLowerCase()),
    all: () => [...records.values()],
    get size() {
      return records.size;
    },
    checkpoint() {
      const before = [...records];
      return () => {
        records.clear();
        for (const [key, record] of before) records.set(key, record);
      };
    },
  };
}
