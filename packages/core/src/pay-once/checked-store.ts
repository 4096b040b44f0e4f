import { ConnectError, configurationInvalid } from "../error.ts";
import { within } from "../http/attempts/abort.ts";
import type { JournalEntry, JournalRecord, JournalStore } from "./journal-store.ts";

/** Timeout of one step of a store, in milliseconds. It may exceed the deadline, so that a payment is still recorded. */
const LONGEST_STEP = 10_000;

const PHASES: readonly unknown[] = ["quoted", "sending", "declined", "paid"];

/**
 * Returns a store that checks the results of the given one: if a damaged record counted as a missing one, the order would
 * be paid twice. A step that hangs fails.
 *
 * @throws ConnectError `configuration_invalid` when it is not a store.
 */
export function checkedStore(store: JournalStore): JournalStore {
  const { read, write } = Object(store) as Partial<JournalStore>;
  if (typeof read !== "function" || typeof write !== "function") {
    throw configurationInvalid("store must be a journal store, with the functions read and write.");
  }
  return {
    async read(order) {
      const entry: unknown = await within(() => store.read(order), limitsOf("read"));
      if (entry === undefined || entry === null) return undefined;
      if (isEntry(entry)) return entry;
      throw badStore("The store's read must resolve with the record and the version as its write stored them.");
    },
    async write(order, record, expectedVersion) {
      const isWritten: unknown = await within(() => store.write(order, record, expectedVersion), limitsOf("write"));
      if (typeof isWritten === "boolean") return isWritten;
      throw badStore(
        "The store's write must resolve with true when it stored the record, and with false when it did not.",
      );
    },
  };
}

/** Parses the record in a row of a table. @throws ConnectError `configuration_invalid` when it is not JSON. */
export function parseRecord(text: unknown): JournalRecord {
  try {
    return JSON.parse(String(text));
  } catch {
    throw badStore("The order's record in the table of the journal is not JSON. Restore it before you call again.");
  }
}

function isEntry(entry: object): entry is JournalEntry {
  const { record, version } = entry as { readonly record: unknown; readonly version: unknown };
  const { phase, attempt, sends, intentId, key, hash, paymentMethodId } = Object(record);
  return (
    isCount(version, 1) &&
    PHASES.includes(phase) &&
    isCount(attempt, 1) &&
    isCount(sends, 0) &&
    [intentId, key, hash, paymentMethodId].every((text) => typeof text === "string" && text !== "")
  );
}

function isCount(value: unknown, least: number): boolean {
  return Number.isSafeInteger(value) && (value as number) >= least;
}

function limitsOf(step: "read" | "write"): Parameters<typeof within>[1] {
  const message = `The store's ${step} did not settle within ${LONGEST_STEP} ms. Call again with the same order.`;
  return {
    limit: LONGEST_STEP,
    // It may have stored the record, and an earlier call may have sent the payment.
    stopped: (code) => new ConnectError({ code, outcome: "unknown", next: "repeat-same-key", message }),
  };
}

function badStore(message: string): ConnectError {
  return new ConnectError({ code: "configuration_invalid", outcome: "unknown", next: "fix-configuration", message });
}
