import { cardOfForm } from "./card-of-form.ts";
import { markFields } from "./mark-fields.ts";
import { messageOf } from "./message-of.ts";
import { type Answer, messageOfAnswer, payButton, payOrder } from "./pay-order.ts";
import { storeCard } from "./store-card.ts";

const form = document.querySelector("form") as HTMLFormElement;
const saved = document.querySelector("output") as HTMLOutputElement;
const payNow = document.querySelector("#pay") as HTMLButtonElement;
const status = document.querySelector("[role=status]") as HTMLElement;
const buttons = document.querySelectorAll("button");

let card = "";
let total: Answer["total"];

/** Runs one thing at a time. */
async function busy(work: () => Promise<void>): Promise<void> {
  for (const button of buttons) button.disabled = true;
  await work();
  for (const button of buttons) button.disabled = false;
}

/** Asks for the total of the order or, once the payer agreed to it, pays. */
async function pay(agreed?: Answer["total"]): Promise<void> {
  const answer = await payOrder(card, agreed);
  total = answer.total;
  const text = payButton(answer);
  payNow.hidden = text === undefined;
  payNow.textContent = text ?? "";
  status.textContent = messageOfAnswer(answer);
  if (answer.status === "paid") form.remove();
}

form.addEventListener("submit", (event) => {
  event.preventDefault();
  void busy(async () => {
    markFields(form);
    try {
      const { id, data } = await storeCard(cardOfForm(form));
      form.reset();
      saved.textContent = `Saved: ${data?.brand} ending in ${data?.last4}`;
      card = id;
      await pay();
    } catch (error) {
      saved.textContent = messageOf(error);
      markFields(form, error);
    }
  });
});
payNow.addEventListener("click", () => void busy(() => pay(total)));
