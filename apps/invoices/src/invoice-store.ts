import type { Amount } from "@plastiq-connect/core";

/** The parts of a card that its owner may see. */
export interface CardFacts {
  readonly brand?: string | undefined;
  readonly last4?: string | undefined;
}

/** The amounts that the payer was shown. */
export interface Quote {
  /** Names these amounts. A payer agrees to them by this id, and sends no amount. */
  readonly id: string;
  /** The attempt that they are for. */
  readonly attempt: number;
  readonly fee: Amount;
  readonly total: Amount;
  readonly previousTotal?: Amount | undefined;
}

/** The stored state of an invoice besides the journal of its payment, as plain JSON. */
export interface InvoiceRecord {
  /** The recipient at the vendor. It never changes. */
  readonly recipientId?: string | undefined;
  /** The card that the payer chose, and the amounts that come with it. */
  readonly choice?: { readonly paymentMethodId: string; readonly card: CardFacts; readonly quote: Quote } | undefined;
  /** The cards that were declined, or cannot pay this invoice. They are not offered again. */
  readonly refusedMethods?: readonly string[] | undefined;
  /** Why the card before cannot pay this invoice. */
  readonly refusal?: "not-accepted" | undefined;
  /** The vendor's last report about the payment. */
  readonly payment?: PaymentFacts | undefined;
  /**
   * How many tickets were given. Everybody takes one before the vendor is asked, and what was read with an older ticket
   * replaces nothing: two events can be handled at once.
   */
  readonly tickets?: number | undefined;
  /** The last time that the job compared it with the vendor. */
  readonly comparison?: Comparison | undefined;
  /** Documents that the vendor asked for. */
  readonly documents?: readonly { readonly type: string; readonly isUploaded: boolean }[] | undefined;
}

/** The stored facts of a payment. */
export interface PaymentFacts {
  /** The ticket that this was read with. */
  readonly ticket: number;
  readonly id: string;
  readonly status?: string | undefined;
  readonly createdAt?: string | undefined;
  readonly deliveryDate?: string | undefined;
  /** The charged amount, where the vendor reports it. */
  readonly fee?: Amount | undefined;
  readonly total?: Amount | undefined;
}

/** When the job compared an invoice with the vendor. Both times are epoch milliseconds. */
export interface Comparison {
  /** The known facts: the journal's version, and the vendor's status. */
  readonly facts: string;
  /** Since when nothing else is known. */
  readonly since: number;
  readonly at: number;
}

/** A record and its version. */
export interface InvoiceEntry {
  readonly record: InvoiceRecord;
  readonly version: number;
}

/** Keeps a record for each invoice that somebody has begun to pay. */
export interface InvoiceStore {
  read(number: string): Promise<InvoiceEntry | undefined>;
  /** Stores a record if the version is still `expectedVersion` (0: none yet). Resolves with false when it is not. */
  write(number: string, record: InvoiceRecord, expectedVersion: number): Promise<boolean>;
  /** Returns the number of the invoice that a payment belongs to. */
  numberOf(paymentId: string): Promise<string | undefined>;
  /** Returns the numbers of all invoices whose payment can still change. */
  unsettled(): Promise<readonly string[]>;
}

const FINAL = ["DEPOSITED", "REFUNDED", "NOT_CAPTURED", "CANCELLED"];

/** Returns whether the vendor describes the status of a payment as final. */
export function isSettled({ payment }: InvoiceRecord): boolean {
  return FINAL.includes(payment?.status ?? "");
}
