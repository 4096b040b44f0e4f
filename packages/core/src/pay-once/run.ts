import type { ConnectError } from "../error.ts";
import { DEFAULT_CALL_LIMITS, fullCallLimits } from "../http/attempts/call-limits.ts";
import type { Caller, CallOptions } from "../http/caller/caller.ts";
import { checkedStore } from "./checked-store.ts";
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
  /** The error of a payment that this call has sent, while it may have taken effect. */
  unresolved: ConnectError | undefined;
  /** True if this call has sent a payment that had no effect. */
  isRefused: boolean;
}

/** The result of a step that needs another read of the journal. */
export const AGAIN: unique symbol = Symbol("again");

/** Starts the deadline of a call. @throws ConnectError `configuration_invalid`, naming the option. */
export function startRun(caller: Caller, store: JournalStore, order: CheckedOrder, options: PayOnceOptions): Run {
  const { expect: _, approve: __, bound: ___, ...call } = options;
  const { deadline } = fullCallLimits(DEFAULT_CALL_LIMITS, call);
  const endsAt = performance.now() + deadline;
  const left = (): number => endsAt - performance.now();
  return {
    caller,
    store: checkedStore(store),
    order,
    options,
    left,
    call: () => ({ ...call, deadline: Math.max(1, left()) }),
    unresolved: undefined,
    isRefused: false,
  };
}

/** Writes a record in place of an entry. Resolves with the new entry, or undefined when another call was faster. */
export async function replace(
  { store, order }: Run,
  entry: JournalEntry | undefined,
  record: JournalRecord,
): Promise<JournalEntry | undefined> {
  const version = entry?.version ?? 0;
  return (await store.write(order.id, record, version)) ? { record, version: version + 1 } : undefined;
}
