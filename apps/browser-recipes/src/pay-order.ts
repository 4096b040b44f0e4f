/** An amount of money, as the vendor writes it. */
interface Total {
  readonly value: number;
  readonly currency: string;
}

/** Your server's response about the open order. `total` is there while the payer can agree to it. */
export interface PayResult {
  readonly status: keyof typeof MESSAGES;
  readonly total?: Total | undefined;
}

/** Asks your server for the total of the order with this card or, once the payer `agreed` to a total, to pay it. */
export async function payOrder(paymentMethodId: string, agreed?: Total): Promise<PayResult> {
  const { status, total } = await ask(paymentMethodId, agreed);
  if (status === "total-changed") return { status, total: (await ask(paymentMethodId)).total };
  // Safe to ask again with the same total: your server pays an order once.
  return { status, total: status === "unknown" ? agreed : total };
}

async function ask(paymentMethodId: string, agreed?: Total): Promise<PayResult> {
  try {
    const response = await fetch("/payment", {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: JSON.stringify({ paymentMethodId, agreed }),
    });
    const result: PayResult = await response.json();
    const isDone = result.status === "quoted" || result.status === "paid";
    // A gateway's own response says nothing about the order.
    if (Object.hasOwn(MESSAGES, result.status) && response.ok === isDone) return result;
  } catch {}
  // Asking for a total charges nobody.
  return { status: agreed ? "unknown" : "failed" };
}

/**
 * Returns the text of the button that pays, such as `Pay $1,285.63`, or asks again. Returns undefined when there is nothing
 * to press: the order is paid, or needs another card.
 */
export function payButton({ status, total }: PayResult): string | undefined {
  if (status === "paid" || status === "declined") return undefined;
  if (!total) return "Try again";
  const { value, currency } = total;
  return `Pay ${new Intl.NumberFormat("en-US", { style: "currency", currency }).format(value)}`;
}

// Says nothing about the payment: a press before, whose response was lost, may have paid.
const FAILED = "That did not work. Try again.";
const MESSAGES = {
  quoted: "This is the total with your card.",
  paid: "Paid. Thank you!",
  declined: "Your card was declined. Please use another one.",
  "total-changed": "The total has changed. Please look at it again.",
  failed: FAILED,
  invalid: FAILED,
  refused: FAILED,
  unknown:
    "We don’t know yet whether your order is paid. Press the button to find out. If you still see this in an hour, contact us.",
};

/** Returns what to tell the payer while `payOrder` runs. */
export function progressOfPay(agreed?: Total): string {
  return agreed ? "Paying…" : "Getting the total…";
}

/** Returns what to tell the payer. */
export function messageOfResult({ status }: PayResult): string {
  return MESSAGES[status];
}
