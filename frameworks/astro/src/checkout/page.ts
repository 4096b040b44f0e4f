import { markFields } from "./mark-fields.ts";
import { messageOfResult, type PayResult, payButton, payOrder, progressOfPay } from "./pay-order.ts";
import { clearWhenLeft, saveCard, saveState, takeSavedId, watchSave } from "./save-card.ts";

const form = document.querySelector("form") as HTMLFormElement;
const saved = document.querySelector("output") as HTMLOutputElement;
const payNow = document.querySelector("#pay") as HTMLButtonElement;
const status = document.querySelector("[role=status]") as HTMLElement;
const buttons = document.querySelectorAll("button");

let card = "";
let total: PayResult["total"];
let busy = false;

/** Disables the buttons, without losing the focus. */
function disable(disabled: boolean): void {
  busy = disabled;
  for (const button of buttons) button.setAttribute("aria-disabled", String(disabled));
}

/** Asks for the total of the order or, once the payer agreed to it, pays. */
async function pay(agreed?: PayResult["total"]): Promise<void> {
  disable(true);
  status.textContent = progressOfPay(agreed);
  const result = await payOrder(card, agreed);
  disable(false);
  total = result.total;
  const text = payButton(result);
  payNow.hidden = text === undefined;
  payNow.textContent = text ?? "";
  status.textContent = messageOfResult(result);
  if (result.status === "paid") form.remove();
}

clearWhenLeft(form);
watchSave(() => {
  const { saving, message, refused } = saveState();
  disable(saving);
  saved.textContent = message;
  markFields(form, refused);
  const id = takeSavedId();
  if (!id) return;
  card = id;
  void pay();
});
form.addEventListener("submit", (event) => {
  event.preventDefault();
  if (!busy) void saveCard(form);
});
payNow.addEventListener("click", () => void (busy || pay(total)));
