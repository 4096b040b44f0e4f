import type { InvoiceView } from "invoices";
import { element } from "../element.ts";
import { showBrandMark } from "../show-brand-mark.ts";
import { cardName, day, dayHere, money } from "./format.ts";
import { receiptMessages } from "./payment-messages.ts";

/** Shows the receipt of a paid invoice, and how far its payment is. Returns the text to announce. */
export function showReceipt({ recipient, amount, card, quote, payment = { documents: [] } }: InvoiceView): string {
  const { tone, icon, title, lead, steps } = receiptMessages(payment, recipient.name);
  element("receipt").dataset.tone = tone;
  element("receipt").dataset.status = payment.status ?? "";
  element<SVGElement>("receipt-icon").setAttribute("href", `#icon-${icon}`);
  element("receipt-title").textContent = title;
  element("receipt-lead").textContent = lead;
  const list = element("receipt-steps");
  list.hidden = steps === undefined;
  list.replaceChildren(
    ...(steps ?? []).map(({ text, state }) => {
      const item = Object.assign(document.createElement("li"), { textContent: text });
      item.dataset.state = state;
      if (state === "current") item.setAttribute("aria-current", "step");
      return item;
    }),
  );
  row("receipt-created", payment.createdAt && dayHere(payment.createdAt));
  if (card) showBrandMark(element<SVGElement>("receipt-mark"), card.brand);
  // The amount that the vendor charged or, while that is not known, the amount that the payer agreed to.
  const { fee, total } = payment.total ? payment : (quote ?? {});
  row("receipt-card", card && cardName(card));
  row("receipt-fee", fee && money(fee));
  row("receipt-total", total && money(total));
  const isExpected = steps !== undefined && payment.status !== "DEPOSITED";
  row("receipt-date", isExpected && payment.deliveryDate ? day(payment.deliveryDate) : undefined);
  row("receipt-reference", payment.id);
  element("receipt-amount").textContent = money(amount);
  const step = steps?.find(({ state }) => state === "current")?.text ?? "";
  return `${title}. ${lead} ${step}`;
}

function row(id: string, text: string | undefined): void {
  element(`${id}-row`).hidden = !text;
  element(id).textContent = text ?? "";
}
