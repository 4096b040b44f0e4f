import type { InvoiceView } from "invoices";
import { element } from "../element.ts";
import { showBrandMark } from "../show-brand-mark.ts";
import { showNotice, showProgress } from "../show-notice.ts";
import { cardName, day, type Money, money } from "./format.ts";
import { type InvoiceState, lookOf } from "./invoice-state.ts";
import { noticeOfInvoice, noticeOfLoading, progressOf } from "./invoice-words.ts";
import { showReceipt } from "./receipt-view.ts";

/**
 * Shows the page.
 *
 * @param asked Whether somebody waits for it. Then the focus moves to what is new. Otherwise it is only announced.
 */
export function showInvoice(state: InvoiceState, asked: boolean): void {
  const { invoice, work } = state;
  const look = lookOf(state);
  element("checkout").dataset.state = look;
  showSummary(invoice);
  const part = partOf(look);
  for (const id of ["choose", "review", "receipt"]) element(id).hidden = id !== part;
  showWaiting(look);
  const notice =
    state.notice ?? (invoice && noticeOfInvoice(invoice)) ?? (state.trouble && noticeOfLoading(state.trouble));
  const isShown = notice !== undefined && look !== "paid";
  showNotice(isShown ? notice : undefined, { reference: state.reference });
  showProgress(progressOf(work), "Continue");
  if (invoice && part === "review") showReview(invoice, work === "sending");
  if (invoice && part === "receipt") showReceipt(invoice);
  element("test-mode-hint").hidden = part !== "choose";
  element("test-mode-real").hidden = part === "choose";
  const news = isShown ? `${notice.title}. ${notice.text}` : part;
  if (news !== told || asked) tell(isShown ? "notice" : TITLES[part], asked);
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

function partOf(look: ReturnType<typeof lookOf>): keyof typeof TITLES {
  if (look === "paid") return "receipt";
  if (look === "quoted" || look === "sending") return "review";
  return ["loading", "paying", "missing", "signed-out", "unreachable"].includes(look) ? "none" : "choose";
}

function tell(id: string, asked: boolean): void {
  const target = element(id);
  if (asked && id !== "waiting-text") target.focus();
  const text = [...(id === "notice" ? target.querySelectorAll("#notice-title, #notice-text") : [target])];
  element("announcement").textContent =
    asked && id !== "waiting-text" ? "" : text.map((part) => part.textContent).join(". ");
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

function showWaiting(look: string): void {
  const text: Readonly<Record<string, string>> = {
    loading: "Loading your invoice…",
    paying: "We are finishing your payment. You can leave this page: it can’t be paid twice.",
  };
  element("waiting").hidden = !(look in text);
  element("waiting-text").textContent = text[look] ?? "";
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
  element("pay-progress").textContent = isSending ? "Paying your invoice. Please keep this page open." : "";
  for (const id of ["pay", "change-card"]) element(id).setAttribute("aria-disabled", String(isSending));
}
