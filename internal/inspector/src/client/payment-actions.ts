import type { InspectedPayment, NextStep } from "../protocol.ts";
import { element } from "./element.ts";
import { callSandbox } from "./sandbox-calls.ts";

/** The types that the vendor's guide asks for, and the one of its OpenAPI file. */
const DOCUMENT_TYPES = [
  "SUPPLIER_INVOICE_OR_PURCHASE_ORDER",
  "GOVERNMENT_ISSUED_ID",
  "CARD_OR_BANK_STATEMENT",
  "BENEFICIAL_OWNER",
  "INVOICE",
] as const;

/** Buttons for what can happen to a payment next. `tell` gets the reason of a refusal. */
export function paymentActions(payment: InspectedPayment, tell: (refused: string | undefined) => void): HTMLElement {
  const { intentId, paymentId, total } = payment;
  const path = `payments/${paymentId}`;
  // For screen readers, payments of the same amount need different names.
  const named = `the payment of ${total ?? "no amount"}, intent ${intentId.slice(0, 8)}`;
  const act = async (to: string, body: object = {}) => tell(await callSandbox("POST", to, body));
  const button = (key: string, text: string, onClick: () => void, isPrimary = false) => {
    const made = element(
      "button",
      { type: "button", class: isPrimary ? "primary" : undefined, "data-key": key },
      text,
      element("span", { class: "unseen" }, `: ${named}`),
    );
    made.addEventListener("click", onClick);
    return made;
  };
  const made = (step: NextStep, index: number): HTMLElement => {
    switch (step.kind) {
      case "advance": {
        const move = () => act(`${path}/advance`, { status: step.status });
        return button(index === 0 ? "next" : step.status, `→ ${step.status}`, move, index === 0);
      }
      case "provide":
        return button(
          index === 0 ? "next" : step.type,
          `Provide ${step.type}`,
          () => act(`${path}/documents/provided`, { type: step.type }),
          index === 0,
        );
      case "refund":
        return button("refund", "Refund", () => act(`${path}/refund`));
      case "expire":
        return button("expire", "Expire", () => act(`payment-intents/${intentId}/expire`));
      case "request": {
        const types = element(
          "select",
          { "aria-label": `Document to request for ${named}`, "data-key": "document-type" },
          ...DOCUMENT_TYPES.map((type) => element("option", {}, type)),
        );
        const request = button("request", "Request", () => act(`${path}/documents`, { type: types.value }));
        return element("span", { class: "payment-request" }, types, request);
      }
    }
  };
  return element("div", { class: "payment-actions" }, ...payment.next.map(made));
}
