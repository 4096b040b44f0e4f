import type { JournalEntry } from "@plastiq-connect/core/pay-once";
import type { Comparison, InvoiceRecord } from "./invoice-store.ts";

/** The longest wait between two comparisons of one invoice: 6 hours, in milliseconds. */
const LONGEST_WAIT = 6 * 60 * 60 * 1_000;

/**
 * Returns how long the job leaves an invoice alone, in milliseconds: a tenth of the time in which nothing has changed,
 * and at most 6 hours. A payment can keep a status for weeks that is not final, or one that nobody knows.
 *
 * @param now Epoch milliseconds. Another instance's clock can be ahead: then nothing is left out.
 */
export function waitOf(record: InvoiceRecord, journal: JournalEntry, now: number): number {
  const { comparison } = record;
  // Sent, and not known what became of it: that ends by itself, and somebody waits for it.
  if (journal.record.phase === "sending" || comparison?.facts !== factsOf(record, journal)) return 0;
  const wait = Math.min((comparison.at - comparison.since) / 10, LONGEST_WAIT);
  return Math.max(0, now < comparison.at ? 0 : comparison.at + wait - now);
}

/** Returns the note that an invoice was compared. */
export function compared(record: InvoiceRecord, journal: JournalEntry, now: number): Comparison {
  const facts = factsOf(record, journal);
  const { comparison } = record;
  // A clock that was set back starts anew.
  const isSame = comparison?.facts === facts && comparison.since <= now;
  return { facts, since: isSame ? comparison.since : now, at: now };
}

/** Names everything that differs once something has happened. */
function factsOf({ payment }: InvoiceRecord, { version }: JournalEntry): string {
  return JSON.stringify([version, payment?.id, payment?.status]);
}
