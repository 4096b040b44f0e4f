/** The journal of an order, as plain JSON. It holds no secret. */
export interface JournalRecord {
  /**
   * How far the attempt is.
   *
   * - `quoted`: there is an intent, and nobody has sent a payment of it.
   * - `sending`: a payment may have been sent.
   * - `declined`: the payment method was declined. The attempt is over.
   * - `paid`: the order is paid.
   */
  readonly phase: "quoted" | "sending" | "declined" | "paid";
  /** The number of the attempt, from 1 on. */
  readonly attempt: number;
  /** The intent that is paid. */
  readonly intentId: string;
  /** The idempotency key of every payment of this intent. */
  readonly key: string;
  /** SHA-256 of what is paid, without the payment method. */
  readonly hash: string;
  /** The payment method of the intent. */
  readonly paymentMethodId: string;
  /** How many times somebody set out to send the payment of this intent. */
  readonly sends: number;
  /** The payment, where it is known. */
  readonly paymentId?: string | undefined;
  /** The vendor's code of a decline. */
  readonly declineCode?: string | undefined;
}

/** A record and its version. */
export interface JournalEntry {
  /** The record. */
  readonly record: JournalRecord;
  /** 1 for the first record of an order, and one more with each write. */
  readonly version: number;
}

/**
 * Keeps a record for each order, for `payOnce`. It must be durable: an order whose record is lost can be paid twice. A
 * cache that evicts entries, or that acknowledges a write before it is stored, is not a journal.
 */
export interface JournalStore {
  /** Returns the latest record of an order. It must see every write that has resolved. */
  read(order: string): Promise<JournalEntry | undefined>;
  /**
   * Stores a record if the order's version is still `expectedVersion` (0 when there is no record yet), and makes it one
   * more. Resolves with false, and stores nothing, when it is not.
   */
  write(order: string, record: JournalRecord, expectedVersion: number): Promise<boolean>;
}
