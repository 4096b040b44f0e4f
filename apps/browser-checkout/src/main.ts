import { isConnectError } from "@plastiq-connect/browser";
import { createCardForm } from "./card-form.ts";
import { type CheckoutState, isWorking, type Working } from "./checkout-state.ts";
import { showState } from "./checkout-view.ts";
import { element } from "./element.ts";
import { stateOfFailure } from "./failure-state.ts";
import { pendingCard } from "./pending-card.ts";
import { settings } from "./settings.ts";
import { createStoreCard } from "./store-card.ts";

let state: CheckoutState = { kind: "idle" };
let work: Working = "minting";
const form = createCardForm();

const storeCard = createStoreCard(settings, (step) => {
  // The submit handler shows how a call ended.
  if (step === "done" || step === "failed") return;
  work = step === "tokenizing" && work === "minting-again" ? "tokenizing-again" : step;
  // From now on the card may leave the page.
  if (step === "tokenizing") pendingCard.begin();
  show({ kind: work });
});

function show(next: CheckoutState, asked = true): void {
  state = next;
  form.lock(isWorking(next));
  // Only an outcome that is not known outlives the page.
  if (!isWorking(next) && next.kind !== "unknown") pendingCard.end();
  // Input that was refused is not sent again unchanged.
  if (next.kind === "declined" || next.kind === "refused") form.forget("code");
  if (next.kind === "done" || next.kind === "unknown") form.forget("card");
  showState(next, asked);
  if ("fields" in next) form.mark(next.fields ?? []);
}

element("card-form").addEventListener("submit", async (event) => {
  event.preventDefault();
  if (isWorking(state)) return;
  const card = form.read();
  if (!card) return;
  try {
    show({ kind: "done", method: await storeCard(card) });
  } catch (error) {
    const last4 = card.accountNumber.slice(-4);
    show(stateOfFailure(error, { during: work, last4, online: navigator.onLine }));
    if (!isConnectError(error)) throw error;
  }
});

for (const id of ["again", "retry"]) {
  element(id).addEventListener("click", () => {
    show({ kind: "idle" });
    element("card-number").focus();
  });
}

// Announced before somebody tries in vain. A request is made all the same: the browser may be wrong about it.
window.addEventListener("offline", () => {
  // The outcome of a card that was sent stays.
  if (state.kind === "idle" || state.kind === "back-online") show({ kind: "offline" }, false);
});
window.addEventListener("online", () => {
  if (state.kind === "offline") show({ kind: "back-online" }, false);
});

// The browser asks before the page is left while a card is being stored.
window.addEventListener("beforeunload", (event) => {
  if (!isWorking(state)) return;
  event.preventDefault();
  // Chrome before 119 asks for this alone.
  event.returnValue = true;
});

const { environment, baseUrl, savedCardsUrl, continueUrl } = settings;
element("test-mode").hidden = environment === "production" && baseUrl === undefined;
for (const [id, url] of [
  ["saved-cards", savedCardsUrl],
  ["continue", continueUrl],
] as const) {
  if (!url) continue;
  element<HTMLAnchorElement>(id).href = url;
  element(id).hidden = false;
}
if (pendingCard.exists) show({ kind: "unknown" }, false);
