import type { InvoiceView } from "invoices";
import { announce, element } from "../element.ts";
import { showBrandMark } from "../show-brand-mark.ts";
import { showNotice, showProgress } from "../show-notice.ts";
import { cardName, day, type Money, money } from "./format.ts";
import { noticeOfInvoice, noticeOfLoading, progressOf } from "./invoice-messages.ts";
import { type InvoiceState, screenOf } from "./invoice-state.ts";
import { showReceipt } from "./receipt-view.ts";

/**
 * Shows the page.
 *
 * @param asked Whether somebody waits for it. Then the focus moves to what is new. Otherwise it is only announced.
 */
export function showInvoice(state: InvoiceState, asked: boolean): void {
  const { invoice, work } = state;
  const screen = screenOf(state);
  element("checkout").dataset.state = screen;
  showSummary(invoice);
  const part = partOf(screen);
  for (const id of ["choose", "review", "receipt"]) element(id).hidden = id !== part;
  showWaiting(screen);
  const notice =
    state.notice ?? (invoice && noticeOfInvoice(invoice)) ?? (state.trouble && noticeOfLoading(state.trouble));
  const isShown = notice !== undefined && screen !== "paid";
  showNotice(isShown ? notice : undefined, { reference: state.reference });
  showProgress(progressOf(work), "Continue");
  if (invoice && part === "review") showReview(invoice, work === "sending");
  const receipt = invoice && part === "receipt" ? showReceipt(invoice) : undefined;
  element("test-mode-hint").hidden = part !== "choose";
  element("test-mode-real").hidden = part === "choose";
  const text = isShown ? `${notice.title}. ${notice.text}` : receipt;
  const news = text ?? (part === "none" ? screen : part);
  if (news !== told || asked) tell(isShown ? "notice" : TITLES[part], asked, text);
  told = news;
}

/** The state that was last announced to the person. */
let told: string | undefined;

const TITLES = {
  choose: "choose-title",
  review: "review-title",
  receipt: "receipt-title",
  none: "waiting-text",
} as const;

function partOf(screen: ReturnType<typeof screenOf>): keyof typeof TITLES {
  if (screen === "paid") return "receipt";
  if (screen === "quoted" || screen === "sending") return "review";
  return ["loading", "paying", "missing", "signed-out", "unreachable"].includes(screen) ? "none" : "choose";
}

/** Moves the focus to an element if the user asked for it. Otherwise announces the text, or that of the element. */
function tell(id: string, asked: boolean, text: string | undefined): void {
  const target = element(id);
  const isFocused = asked && id !== "waiting-text";
  if (isFocused) target.focus();
  announce("announcement", isFocused ? "" : (text ?? target.textContent));
}

function showSummary(invoice: InvoiceView | undefined): void {
  element("summary").hidden = invoice === undefined;
  if (!invoice) return;
  const { number, recipient, description, dueDate, amount, status } = invoice;
  const title = status === "paid" ? `Invoice ${number}` : `Pay invoice ${number}`;
  element("heading").textContent = title;
  document.title = `${title} · Fernhill`;
  element("summary-recipient").textContent = recipient.name;
  element("summary-description").textContent = description;
  element("summary-due").textContent = day(dueDate);
  element("summary-amount").textContent = money(amount);
}

function showWaiting(screen: string): void {
  const text: Readonly<Record<string, string>> = {
    loading: "Loading your invoice…",
    paying:
      "We are finishing your payment. You can leave this page: it can’t be paid twice. " +
      "If you still see this in an hour, contact us.",
  };
  element("waiting").hidden = !(screen in text);
  element("waiting-text").textContent = text[screen] ?? "";
}

function showReview({ card = {}, quote, amount, recipient }: InvoiceView, isSending: boolean): void {
  if (!quote) return;
  showBrandMark(element<SVGElement>("review-mark"), card.brand);
  element("review-card").textContent = cardName(card);
  element("review-amount-label").textContent = `To ${recipient.name}`;
  const amounts: readonly (readonly [string, Money])[] = [
    ["review-amount", amount],
    ["review-fee", quote.fee],
    ["review-total", quote.total],
  ];
  for (const [id, value] of amounts) element(id).textContent = money(value);
  element("pay-text").textContent = isSending ? "Paying…" : `Pay ${money(quote.total)}`;
  announce("pay-progress", isSending ? "Paying your invoice. Please keep this page open." : "");
  for (const id of ["pay", "change-card"]) element(id).setAttribute("aria-disabled", String(isSending));
}
