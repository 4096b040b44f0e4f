import { type Amount, cents, fromCents, type PaymentIntent } from "@plastiq-connect/core";
import type { JournalEntry } from "@plastiq-connect/core/pay-once";
import type { Invoice } from "./invoice.ts";
import type { CardFacts, InvoiceEntry, PaymentFacts, Quote } from "./invoice-store.ts";

/** An invoice as its payer's browser may see it. */
export interface InvoiceView {
  readonly number: string;
  readonly description: string;
  readonly dueDate: string;
  readonly recipient: { readonly name: string };
  readonly amount: Amount;
  /**
   * - `open`: a card has to be chosen.
   * - `quoted`: the fee and the total are known. Nothing is paid before the payer agrees.
   * - `paying`: a payment was sent, and its outcome is not known yet. The server finds out.
   * - `paid`: paid. What becomes of the payment is in `payment`.
   */
  readonly status: "open" | "quoted" | "paying" | "paid";
  /** Grows with each change: the view with the higher one is the newer. */
  readonly revision: number;
  /** Why the card before was not charged. */
  readonly refusal?: "declined" | "not-accepted" | undefined;
  /** The chosen card. */
  readonly card?: CardFacts | undefined;
  /** The quote that the payer has to accept, or has accepted. */
  readonly quote?: QuoteView | undefined;
  /** The payment of a paid invoice. */
  readonly payment?: PaymentView | undefined;
}

/** The amounts of a quote, and the name to agree to them by. */
export interface QuoteView {
  readonly id: string;
  readonly fee: Amount;
  readonly total: Amount;
  /** The total that the payer saw before, when it has changed. */
  readonly previousTotal?: Amount | undefined;
}

/** The vendor's facts about a payment. */
export interface PaymentView {
  /** The vendor's id, to quote to support. Missing while it is not known. */
  readonly id?: string | undefined;
  /** The vendor's status. An open list. */
  readonly status?: string | undefined;
  readonly createdAt?: string | undefined;
  readonly deliveryDate?: string | undefined;
  readonly fee?: Amount | undefined;
  readonly total?: Amount | undefined;
  /** Documents that the vendor asked for. */
  readonly documents: readonly { readonly type: string; readonly isUploaded: boolean }[];
}

/** Returns what the payer sees: the journal says how far the payment is, and the stored record the rest. */
export function viewOf(
  invoice: Invoice,
  stored: InvoiceEntry | undefined,
  journal: JournalEntry | undefined,
): InvoiceView {
  const { choice, refusal, payment, documents = [] } = stored?.record ?? {};
  const status = statusOf(stored, journal);
  const isOfJournal =
    status === "quoted" || (status !== "open" && choice?.paymentMethodId === journal?.record.paymentMethodId);
  const declined = journal?.record.phase === "declined" ? "declined" : undefined;
  return {
    number: invoice.number,
    description: invoice.description,
    dueDate: invoice.dueDate,
    recipient: { name: invoice.recipient.businessName },
    amount: fromCents(cents(invoice.amount), invoice.amount.currency),
    status,
    revision: (stored?.version ?? 0) + (journal?.version ?? 0),
    ...(status === "open" && { refusal: declined ?? refusal }),
    // Another tab may have chosen another card just before this one was charged.
    ...(choice && isOfJournal && { card: choice.card, quote: quoteView(choice.quote) }),
    ...(status === "paid" && { payment: paymentView(payment, documents) }),
  };
}

function statusOf(stored: InvoiceEntry | undefined, journal: JournalEntry | undefined): InvoiceView["status"] {
  const { phase, attempt } = journal?.record ?? {};
  if (phase === "paid") return "paid";
  if (phase === "sending") return "paying";
  const quote = stored?.record.choice?.quote;
  // After a decline, the choice counts once it is one for the next attempt.
  const isCurrent = quote && (phase === "quoted" ? quote.attempt === attempt : quote.attempt > (attempt ?? 0));
  return isCurrent ? "quoted" : "open";
}

function paymentView(payment: PaymentFacts | undefined, documents: PaymentView["documents"]): PaymentView {
  const { ticket: _, ...facts } = payment ?? { ticket: 0 };
  return { ...facts, documents };
}

function quoteView({ id, fee, total, previousTotal }: Quote): QuoteView {
  return { id, fee, total, ...(previousTotal && { previousTotal }) };
}

/** Returns the fee and the total of an intent; undefined when it has no total, or its fees have no common currency. */
export function amountsOf({
  sourceAmount,
  fees = [],
}: Pick<PaymentIntent, "sourceAmount" | "fees">): Pick<Quote, "fee" | "total"> | undefined {
  if (!sourceAmount) return undefined;
  const { currency } = sourceAmount;
  if (fees.some(({ amount }) => amount && amount.currency !== currency)) return undefined;
  const fee = fees.reduce((sum, { amount }) => sum + (amount ? cents(amount) : 0), 0);
  return { fee: fromCents(fee, currency), total: fromCents(cents(sourceAmount), currency) };
}
