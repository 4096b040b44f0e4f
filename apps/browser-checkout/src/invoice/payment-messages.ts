import type { PaymentView } from "invoices";

/** The messages of a receipt for a payment. */
export interface ReceiptMessages {
  readonly tone: "good" | "bad" | "warning";
  readonly icon: "check" | "clock" | "cross";
  readonly title: string;
  readonly lead: string;
  /** The way to the recipient, and how far it is; undefined when the payment has left it. */
  readonly steps?: readonly Step[] | undefined;
}

/** One step of the way. */
export interface Step {
  readonly text: string;
  readonly state: "done" | "current" | "ahead";
}

// Two vocabularies of the vendor's: which words mean the same is inferred.
const REACHED: Readonly<Record<string, number>> = {
  SUBMITTED: 0,
  CHARGED: 1,
  COMMITTED: 1,
  UNDER_REVIEW: 1,
  IN_TRANSIT: 2,
  DEPOSITED: 3,
};

/** Returns what a receipt says. Of a status that is new to us, it says neither good nor bad. */
export function receiptMessages({ status = "", documents }: PaymentView, recipient: string): ReceiptMessages {
  if (status === "REFUNDED") {
    return {
      tone: "warning",
      icon: "clock",
      title: "Your payment was refunded",
      lead: `${recipient} was not paid, and the money goes back to your card. Contact us to pay again.`,
    };
  }
  if (status === "NOT_CAPTURED" || status === "CANCELLED") {
    // The vendor describes only the first of the two.
    const charge = status === "NOT_CAPTURED" ? "Your card could not be charged. " : "";
    return {
      tone: "bad",
      icon: "cross",
      title: "Your payment did not go through",
      lead: `${charge}${recipient} was not paid. Contact us to pay again.`,
    };
  }
  if (status && !Object.hasOwn(REACHED, status)) {
    const lead = `We show here when ${recipient} gets the money. If you have a question, contact us.`;
    return { tone: "warning", icon: "clock", title: "Your payment is being processed", lead };
  }
  const steps = stepsOf(status, recipient);
  if (status === "UNDER_REVIEW") {
    const isWanted = documents.some(({ isUploaded }) => !isUploaded);
    const lead = isWanted
      ? `We need a document from you before ${recipient} gets the money.`
      : `Your payment is being reviewed before ${recipient} gets the money.`;
    return { tone: "warning", icon: "clock", title: isWanted ? "One more thing" : "Invoice paid", lead, steps };
  }
  const lead = status === "DEPOSITED" ? `${recipient} has the money.` : `Thank you. ${recipient} gets the money soon.`;
  return { tone: "good", icon: "check", title: "Invoice paid", lead, steps };
}

function stepsOf(status: string, recipient: string): readonly Step[] {
  const reached = REACHED[status] ?? 0;
  const texts = [
    "Payment started",
    status === "UNDER_REVIEW" ? "Card charged, under review" : "Card charged",
    `Sent to ${recipient}`,
    "Arrived",
  ];
  return texts.map((text, at) => ({ text, state: stateOf(at, reached, texts.length - 1) }));
}

function stateOf(at: number, reached: number, last: number): Step["state"] {
  if (at < reached || (at === reached && reached === last)) return "done";
  return at === reached ? "current" : "ahead";
}

const DOCUMENTS: Readonly<Record<string, string>> = {
  GOVERNMENT_ISSUED_ID: "A photo of your ID",
  SUPPLIER_INVOICE_OR_PURCHASE_ORDER: "The invoice or purchase order",
  INVOICE: "The invoice",
  CARD_OR_BANK_STATEMENT: "A statement of your card",
  BENEFICIAL_OWNER: "Proof of who owns your company",
};

/** Returns the name of a document that is wanted. */
export function documentName(type: string): string {
  return DOCUMENTS[type] ?? type.replaceAll("_", " ").toLowerCase();
}
