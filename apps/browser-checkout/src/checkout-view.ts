import type { PaymentMethod } from "@plastiq-connect/browser";
import { type CheckoutState, isWorking } from "./checkout-state.ts";
import { announce, element } from "./element.ts";
import { cardName } from "./invoice/format.ts";
import { showBrandMark } from "./show-brand-mark.ts";
import { showNotice, showProgress } from "./show-notice.ts";
import { noticeOf, PROGRESS } from "./state-messages.ts";

/**
 * Shows a state: the notice, the progress, the form or the receipt.
 *
 * @param asked Whether somebody waits for it. Then the focus moves to the notice. Otherwise it is only announced, and the
 * focus stays where somebody may be typing.
 */
export function showState(state: CheckoutState, asked: boolean): void {
  element("checkout").dataset.state = state.kind;
  element("card-form").hidden = state.kind === "done" || state.kind === "unknown";
  showProgress(isWorking(state) ? PROGRESS[state.kind] : undefined, "Save card");
  const notice = noticeOf(state);
  showNotice(notice, {
    hasActions: state.kind === "unknown",
    reference: "reference" in state ? state.reference : undefined,
  });
  showHeading(state);
  if (notice && asked) element("notice").focus();
  announce("announcement", notice && !asked ? `${notice.title}. ${notice.text}` : "");
  showReceipt(state.kind === "done" ? state.method : undefined);
}

const ASKING = {
  title: "Add a card",
  heading: "Add a card",
  lead: "Pay any supplier by card, even those who take no cards. Nothing is charged today.",
};
// In these states the page does not ask for a card.
const OTHERWISE: Readonly<Partial<Record<CheckoutState["kind"], typeof ASKING>>> = {
  done: {
    title: "Card saved",
    heading: "Your card is ready",
    lead: "You can pay any supplier with it, even those who take no cards.",
  },
  unknown: {
    title: "Check your saved cards",
    heading: "Check your saved cards",
    lead: "Your card may already be saved.",
  },
};

const NOT_USABLE = {
  title: "Card saved",
  heading: "Your card is saved",
  lead: "Something is missing before you can pay with it.",
};

function showHeading(state: CheckoutState): void {
  const { kind } = state;
  const isUsable = kind !== "done" || state.method.status !== "INACTIVE";
  const { title, heading, lead } = isUsable ? (OTHERWISE[kind] ?? ASKING) : NOT_USABLE;
  element("heading").textContent = heading;
  element("lead").textContent = lead;
  element("test-mode-hint").hidden = kind in OTHERWISE;
  element("test-mode-real").hidden = kind !== "done";
  document.title = `${title} · Fernhill`;
}

function showReceipt(method: PaymentMethod | undefined): void {
  element("receipt").hidden = method === undefined;
  if (!method) return;
  const { brand, last4, expirationMonth, expirationYear } = method.data ?? {};
  element("receipt-lead").textContent = leadOf(method);
  showBrandMark(element<SVGElement>("receipt-mark"), brand);
  element("receipt-card").textContent = cardName({ brand, last4 });
  element("receipt-expiry").textContent =
    expirationMonth && expirationYear ? `${expirationMonth} / ${expirationYear}` : "–";
  element("receipt-title").focus();
}

// A card can be stored, but inactive: for example when the payer's tax number is missing.
function leadOf({ status, statusReasons }: PaymentMethod): string {
  if (status !== "INACTIVE") return "You can pay with it from now on. Nothing was charged.";
  const reason = statusReasons?.[0]?.message;
  return `It cannot be used yet.${reason ? ` ${reason}` : " We will tell you what is missing."}`;
}
