import type { InspectedPayment } from "../protocol.ts";
import { element, part, write } from "./element.ts";
import type { Model } from "./model.ts";
import { sandboxNow } from "./model.ts";
import { countdown } from "./moment.ts";
import { paymentActions } from "./payment-actions.ts";
import { statusLabel } from "./payment-status.ts";
import { paymentSteps } from "./payment-steps.ts";

/** Actions of a click in a payment. */
export interface PaymentLinks {
  /** Shows only the requests about this id. */
  filter(id: string): void;
  /** Opens a request. */
  open(id: number): void;
  /** Asks the sandbox for the requests about this id that the page does not have. */
  lookUp(id: string): void;
}

/** The payments, each from its intent to its end, newest first. */
export interface PaymentList {
  update(): void;
  /** Moves the countdowns of open intents on. */
  tick(): void;
}

/** Fills the list from the model. An item is kept while nothing of it changes, and the focus stays where it was. */
export function createPaymentList(model: Model, links: PaymentLinks): PaymentList {
  const list = part("payments", HTMLOListElement);
  const message = part("payment-message", HTMLElement);
  const items = new Map<string, HTMLLIElement>();
  const tell = (refused: string | undefined) => write(message, refused ?? "");
  const fill = (item: HTMLLIElement, payment: InspectedPayment) => {
    const requests = [...model.requests.values()]
      .filter(({ about }) => about.includes(payment.intentId.toLowerCase()))
      .sort((one, other) => one.id - other.id);
    const facts = JSON.stringify([payment, requests.map(({ id, status, pending }) => [id, status, pending])]);
    if (item.dataset.facts === facts) return;
    item.dataset.facts = facts;
    const focused = item.contains(document.activeElement) ? document.activeElement : null;
    const key = focused instanceof HTMLElement ? focused.dataset.key : undefined;
    item.replaceChildren(
      who(payment),
      paymentSteps(payment, requests, links),
      paymentActions(payment, tell),
      ...payment.reasons.map((reason) => element("p", { class: "payment-reason" }, reason)),
    );
    if (!focused) return;
    const again = item.querySelector<HTMLElement>(key === undefined ? "button" : `[data-key="${CSS.escape(key)}"]`);
    (again ?? item.querySelector<HTMLElement>("button"))?.focus({ preventScroll: true });
  };
  const tick = () => {
    for (const { intentId, expiresAt } of model.overview?.payments ?? []) {
      const left = items.get(intentId)?.querySelector(".payment-left");
      if (!left || expiresAt === null) continue;
      const ms = expiresAt - sandboxNow(model);
      write(left, ms > 0 ? `expires in ${countdown(ms)}` : "expired");
    }
  };
  return {
    tick,
    update() {
      const payments = [...(model.overview?.payments ?? [])].reverse();
      const total = model.overview?.totals.payments ?? 0;
      for (const id of ["payments-panel", "jump-payments"]) part(id, HTMLElement).hidden = total === 0;
      const count = payments.length === total ? String(total) : `${payments.length} of ${total}`;
      write(part("payment-count", HTMLElement), count);
      for (const [id, item] of items) {
        if (payments.some(({ intentId }) => intentId === id)) continue;
        item.remove();
        items.delete(id);
      }
      for (const [index, payment] of payments.entries()) {
        const item = items.get(payment.intentId) ?? element("li", { class: "payment" });
        items.set(payment.intentId, item);
        if (list.children[index] !== item) list.insertBefore(item, list.children[index] ?? null);
        fill(item, payment);
      }
      tick();
    },
  };
}

function who({ amount, total, payer, recipient, method, expiresAt, status }: InspectedPayment): HTMLElement {
  const parties = `\u2068${payer}\u2069 → \u2068${recipient}\u2069`;
  const how = [method ?? "no payment method", ...(amount === null ? [] : [`recipient gets ${amount}`])].join(" · ");
  return element(
    "div",
    { class: "payment-who" },
    element(
      "div",
      { class: "payment-sum" },
      element("strong", {}, total ?? amount ?? "No amount"),
      statusLabel(status),
      ...(expiresAt === null ? [] : [element("span", { class: "payment-left lower" })]),
    ),
    // Isolated: two names from right to left would change places.
    element(
      "span",
      { class: "lower", title: parties },
      element("bdi", {}, payer),
      " → ",
      element("bdi", {}, recipient),
    ),
    element("span", { class: "lower", title: how }, how),
  );
}
