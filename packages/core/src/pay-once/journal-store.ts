/** The journal of an order, as plain JSON. It contains no secret. */
export interface JournalRecord {
  /**
   * The phase of the attempt.
   *
   * - `quoted`: there is an intent, and no payment of it was sent.
   * - `sending`: a payment may have been sent.
   * - `declined`: the payment method was declined. The attempt is over.
   * - `paid`: the order is paid.
   */
  readonly phase: "quoted" | "sending" | "declined" | "paid";
  /** The number of the attempt, from 1. */
  readonly attempt: number;
  /** The intent to pay. */
  readonly intentId: string;
  /** The idempotency key of every payment of this intent. */
  readonly key: string;
  /** SHA-256 of the order with its id, without the payment method. */
  readonly hash: string;
  /** The payment method of the intent. */
  readonly paymentMethodId: string;
  /** How many callers started to send the payment of this intent. */
  readonly sends: number;
  /** The payment's id, if known. */
  readonly paymentId?: string | undefined;
  /** The vendor's code of a decline. */
  readonly declineCode?: string | undefined;
}

/** A record and its version. */
export interface JournalEntry {
  /** The record. */
  readonly record: JournalRecord;
  /** 1 for the first record of an order; increases by one with each write. */
  readonly version: number;
}

/**
 * A durable store of one record for each order, for `payOnce`. An order whose record is lost can be paid twice. Do not
 * use a cache that evicts entries, or that acknowledges a write before it is stored.
 */
export interface JournalStore {
  /** Returns the latest record of an order. It must see every write that has resolved. */
  read(order: string): Promise<JournalEntry | undefined>;
  /**
   * Stores a record and increases the version by one if the order's version is still `expectedVersion` (0 when there is
   * no record yet). Otherwise stores nothing and resolves with false.
   */
  write(order: string, record: JournalRecord, expectedVersion: number): Promise<boolean>;
}
