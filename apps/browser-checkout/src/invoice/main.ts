import { isConnectError } from "@plastiq-connect/browser";
import type { InvoiceView, SavedCard } from "invoices";
import { createCardForm } from "../card-form.ts";
import type { Working } from "../checkout-state.ts";
import { element } from "../element.ts";
import { stateOfFailure } from "../failure-state.ts";
import { settings } from "../settings.ts";
import { noticeOf } from "../state-messages.ts";
import { createStoreCard } from "../store-card.ts";
import { showDocuments } from "./document-forms.ts";
import { followInvoice } from "./follow-invoice.ts";
import { createInvoiceApi, type Reply, readUntilReached } from "./invoice-api.ts";
import { DISCONNECTED, noticeOfTrouble } from "./invoice-messages.ts";
import type { InvoiceState } from "./invoice-state.ts";
import { showInvoice } from "./invoice-view.ts";
import { showSavedCards } from "./saved-cards.ts";

const SIGNED_OUT = noticeOfTrouble("signed-out");

const number = new URLSearchParams(location.search).get("number") ?? "1042";
const api = createInvoiceApi(settings.invoicesEndpoint, number);
const form = createCardForm();
let state: InvoiceState = { cards: [], isChoosing: false };
let during: Working = "minting";
let hasCards = false;
let loads = 0;

const storeCard = createStoreCard(settings, (step) => {
  if (step === "done" || step === "failed") return;
  during = step === "tokenizing" && during === "minting-again" ? "tokenizing-again" : step;
  show({ work: during });
});

function show(changes: Partial<InvoiceState>, asked = false): void {
  state = { ...state, ...changes };
  form.lock(state.work !== undefined);
  showInvoice(state, asked);
  if (state.invoice?.status === "paid") showDocuments(state.invoice, api, (invoice) => see(invoice));
}

/** Shows an invoice unless a newer one is shown already: two responses can overtake each other. */
function see(invoice: InvoiceView, changes: Partial<InvoiceState> = {}, asked = false): void {
  const isNewer = invoice.revision >= (state.invoice?.revision ?? 0);
  if (isNewer && invoice.status !== "open" && invoice.status !== "quoted") form.forget("card");
  const isRefusedNow = invoice.refusal !== undefined && invoice.revision > (state.invoice?.revision ?? 0);
  show({ ...changes, ...(isNewer && { invoice }), trouble: undefined }, asked);
  if (isRefusedNow) void offerOtherCards();
}

/** Shows what came of a request that somebody made. */
function settle(reply: Reply<InvoiceView>): void {
  const done = { work: undefined, notice: undefined, reference: undefined, isChoosing: false };
  if (reply.ok) {
    see(reply.value, done, true);
    return;
  }
  const { invoice, trouble } = reply;
  const notice = noticeOfTrouble(trouble);
  if (invoice) see(invoice, { ...done, notice }, true);
  else show({ work: undefined, notice }, true);
  if (trouble === "unreachable") void recover();
}

/** Shows what became of a request that got no response. */
async function recover(): Promise<void> {
  const reply = await readUntilReached(api);
  if (reply.ok) see(reply.value, state.notice === DISCONNECTED ? { notice: undefined } : {});
}

async function choose(paymentMethodId: string): Promise<void> {
  show({ work: "quoting", notice: undefined });
  settle(await api.choose(paymentMethodId));
  form.forget("card");
  void loadCards();
}

/** Offers the cards again, without the one that was just refused. */
async function offerOtherCards(): Promise<void> {
  hasCards = false;
  offer([]);
  await loadCards();
}

function offer(cards: readonly SavedCard[]): void {
  showSavedCards(cards, ({ id }) => {
    if (state.work === undefined) void choose(id);
  });
}

async function loadCards(): Promise<void> {
  loads += 1;
  const load = loads;
  const reply = await api.cards();
  // An older list may hold a card that was refused meanwhile.
  if (load !== loads) return;
  hasCards = reply.ok;
  if (reply.ok) offer(reply.value);
}

element("card-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (state.work !== undefined) return;
  const card = form.read();
  if (!card) return;
  during = "minting";
  try {
    const { id } = await storeCard(card);
    await choose(id);
  } catch (error) {
    const failure = stateOfFailure(error, { during, last4: card.accountNumber.slice(-4), online: navigator.onLine });
    const isUnknown = failure.kind === "unknown";
    // A stored card that is not known of costs nothing: it shows up among the saved ones.
    const notice = isUnknown ? CARD_UNKNOWN : noticeOf(failure);
    form.forget(isUnknown ? "card" : "code");
    show({ work: undefined, notice, reference: "reference" in failure ? failure.reference : undefined }, true);
    if ("fields" in failure) form.mark(failure.fields ?? []);
    if (isUnknown) void loadCards();
    if (!isConnectError(error)) throw error;
  }
});

const CARD_UNKNOWN = {
  tone: "warning",
  icon: "question",
  title: "We don’t know whether your card was saved",
  text: "Nothing was charged. If it is among your saved cards below, use it there. Otherwise enter it again.",
} as const;

element("pay").addEventListener("click", async () => {
  const quote = state.invoice?.quote;
  if (!quote || state.work !== undefined) return;
  show({ work: "sending", notice: undefined });
  settle(await api.pay(quote.id));
});

element("change-card").addEventListener("click", () => {
  if (state.work === undefined) show({ isChoosing: true, notice: undefined }, true);
});

// A browser shows a page again as it was left.
window.addEventListener("pageshow", ({ persisted }) => {
  if (persisted) location.reload();
});

function onConnection(isOpen: boolean): void {
  if (!isOpen) void explainLoss();
  else if (state.notice === DISCONNECTED || state.notice === SIGNED_OUT) show({ notice: undefined });
  if (isOpen && !hasCards) void loadCards();
}

/** Tells why nothing comes from our server. */
async function explainLoss(): Promise<void> {
  if (state.notice !== SIGNED_OUT && state.trouble !== "signed-out") show({ notice: DISCONNECTED });
  const reply = await api.read();
  if (state.notice === DISCONNECTED && !reply.ok && reply.trouble === "signed-out") show({ notice: SIGNED_OUT });
}

// Somebody comes back, perhaps from signing in.
document.addEventListener("visibilitychange", () => {
  if (!document.hidden && state.invoice && !hasCards) void loadCards();
});

async function start(): Promise<void> {
  const reply = await api.read();
  if (reply.ok) {
    see(reply.value);
  } else {
    const { trouble } = reply;
    show({ trouble: trouble === "missing" || trouble === "signed-out" ? trouble : "unreachable" });
    if (trouble === "missing") return;
  }
  followInvoice(api.eventsUrl, {
    onView: (invoice) => see(invoice, invoice.status === "quoted" ? {} : { isChoosing: false }),
    onConnection,
  });
}

element("test-mode-real").textContent = "No real card is charged.";
element("test-mode").hidden = settings.environment === "production" && settings.baseUrl === undefined;
void start();
