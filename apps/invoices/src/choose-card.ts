import {
  type Amount,
  createRecipient,
  listCategories,
  listPaymentMethods,
  type PaymentMethod,
  retrievePaymentMethod,
} from "@plastiq-connect/core";
import { type JournalEntry, quoteOrder } from "@plastiq-connect/core/pay-once";
import { change, type Desk, type OnBehalf, orderOf, readJournal } from "./desk.ts";
import type { Invoice } from "./invoice.ts";
import type { CardFacts, InvoiceRecord, Quote } from "./invoice-store.ts";
import { amountsOf } from "./invoice-view.ts";

/** A stored card of a payer. */
export interface SavedCard extends CardFacts {
  readonly id: string;
  readonly expiry?: string | undefined;
}

/**
 * Returns the cards that a payer can pay an invoice with, the newest first, and each card once. A card that this invoice
 * was refused with is not among them, under whichever id it is stored: whoever wants to try it again types it.
 */
export async function savedCards(desk: Desk, invoice: Invoice, call: OnBehalf): Promise<readonly SavedCard[]> {
  const { number, payerId } = invoice;
  const methods = await listPaymentMethods(desk.caller, { payerId }, call).toArray({ max: 100 });
  const stored = (await desk.store.read(number))?.record.refusedMethods ?? [];
  const refused = new Set([...stored, ...declinedMethods(await readJournal(desk, invoice))]);
  const refusedKeys = new Set<string>();
  const cards = new Map<string, SavedCard>();
  for (const { id, type, status, data = {} } of methods.reverse()) {
    if (type !== "CARD" || status === "INACTIVE") continue;
    const { brand, last4, expirationMonth: month, expirationYear: year } = data;
    const expiry = month && year ? `${month} / ${year.slice(-2)}` : undefined;
    const key = [brand, last4, expiry].join();
    if (refused.has(id)) refusedKeys.add(key);
    if (!cards.has(key)) cards.set(key, { id, brand, last4, expiry });
  }
  return [...cards].filter(([key]) => !refusedKeys.has(key)).map(([, card]) => card);
}

/** The card of an attempt that was declined. */
function declinedMethods(entry: JournalEntry | undefined): readonly string[] {
  return entry?.record.phase === "declined" ? [entry.record.paymentMethodId] : [];
}

/** Notes cards that are not offered again. */
export function withRefused(record: InvoiceRecord, methods: readonly string[]): InvoiceRecord {
  if (methods.length === 0) return record;
  return { ...record, refusedMethods: [...new Set([...(record.refusedMethods ?? []), ...methods])] };
}

/**
 * Chooses the card to pay an invoice with, and stores the amounts that come with it. It pays nothing, and does nothing
 * once a payment was sent.
 *
 * @param previousTotal The total that the payer was shown, when the amounts are asked for again.
 */
export async function chooseCard(
  desk: Desk,
  invoice: Invoice,
  paymentMethodId: string,
  call: OnBehalf,
  previousTotal?: Amount,
): Promise<void> {
  const { caller, journal } = desk;
  // It must be the payer's own.
  const method = await retrievePaymentMethod(caller, { id: paymentMethodId, payerId: invoice.payerId }, call);
  const entry = await readJournal(desk, invoice);
  const attempt = nextAttempt(entry);
  const declined = declinedMethods(entry);
  const recipientId = await knownRecipient(desk, invoice, call);
  const order = orderOf(desk, invoice, { recipientId, paymentMethodId, attempt });
  // Before the journal forgets it.
  if (declined.length > 0) await change(desk, invoice.number, (record) => withRefused(record, declined));
  const { phase, paymentIntent } = await quoteOrder(caller, journal, order, call);
  if (phase !== "quoted") return;
  const amounts = paymentIntent.status === "CAPTURABLE" ? amountsOf(paymentIntent) : undefined;
  await change(desk, invoice.number, ({ choice, refusal: _, ...record }): InvoiceRecord => {
    if (!amounts) return withRefused({ ...record, refusal: "not-accepted" }, [paymentMethodId]);
    const isSame = choice?.paymentMethodId === paymentMethodId && isSameQuote(choice.quote, { ...amounts, attempt });
    const quote = isSame
      ? choice.quote
      : { id: crypto.randomUUID(), attempt, ...amounts, ...(previousTotal && { previousTotal }) };
    return { ...record, choice: { paymentMethodId, card: factsOf(method), quote } };
  });
}

function nextAttempt(entry: JournalEntry | undefined): number {
  if (!entry) return 1;
  const { attempt, phase } = entry.record;
  return phase === "declined" ? attempt + 1 : attempt;
}

function isSameQuote(one: Quote, other: Omit<Quote, "id">): boolean {
  const facts = ({ attempt, fee, total }: Omit<Quote, "id">) => JSON.stringify([attempt, fee, total]);
  return facts(one) === facts(other);
}

function factsOf({ data }: PaymentMethod): CardFacts {
  return { brand: data?.brand, last4: data?.last4 };
}

/**
 * Returns the recipient at the vendor, and creates it when the invoice is paid for the first time. Of two that are
 * created at once, the first one counts.
 */
async function knownRecipient(desk: Desk, invoice: Invoice, call: OnBehalf): Promise<string> {
  const known = (await desk.store.read(invoice.number))?.record.recipientId;
  if (known) return known;
  const [category] = (await listCategories(desk.caller, call)).data;
  if (!category) throw new Error("The vendor has no category for a recipient.");
  const created = await createRecipient(desk.caller, { ...invoice.recipient, categoryId: category.id }, call);
  const record = await change(desk, invoice.number, (now) => ({ ...now, recipientId: now.recipientId ?? created.id }));
  return record.recipientId ?? created.id;
}
