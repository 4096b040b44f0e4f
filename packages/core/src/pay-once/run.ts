import { ConnectError } from "../error.ts";
import type { Caller, CallOptions } from "../http/caller/caller.ts";
import type { JournalEntry, JournalRecord, JournalStore } from "./journal-store.ts";
import type { PayOnceOptions } from "./options.ts";
import type { CheckedOrder } from "./order.ts";

/** The state that all steps of one call share. */
export interface Run {
  readonly caller: Caller;
  readonly store: JournalStore;
  readonly order: CheckedOrder;
  readonly options: PayOnceOptions;
  /** Returns the options of a call with the remaining time as its deadline. */
  call(): CallOptions;
  /** Milliseconds until the deadline. */
  left(): number;
}

/** The result of a step that needs another read of the journal. */
export const AGAIN: unique symbol = Symbol("again");

/** Starts the deadline of a call. */
export function startRun(caller: Caller, store: JournalStore, order: CheckedOrder, options: PayOnceOptions): Run {
  const { expect: _, approve: __, bound: ___, deadline = 30_000, ...call } = options;
  const endsAt = performance.now() + deadline;
  const left = (): number => endsAt - performance.now();
  return { caller, store, order, options, left, call: () => ({ ...call, deadline: Math.max(1, left()) }) };
}

/**
 * Writes a record in place of an entry. Resolves with the new entry, or undefined when another call was faster.
 *
 * @throws ConnectError `configuration_invalid` when the store does not return a boolean.
 */
export async function replace(
  { store, order }: Run,
  entry: JournalEntry | undefined,
  record: JournalRecord,
): Promise<JournalEntry | undefined> {
  const version = entry?.version ?? 0;
  const isWritten: unknown = await store.write(order.id, record, version);
  if (typeof isWritten === "boolean") return isWritten ? { record, version: version + 1 } : undefined;
  throw new ConnectError({
    code: "configuration_invalid",
    outcome: "unknown",
    message: "The store's write must resolve with true when it stored the record, and with false when it did not.",
  });
}
