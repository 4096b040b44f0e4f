import { useState, useSyncExternalStore } from "react";
import { type Answer, messageOfAnswer, payButton, payOrder } from "../pay-order.ts";
import { saveState, watchSave } from "../save-card.ts";
import { SaveCard } from "./save-card.tsx";

/** Stores a card, shows the total of the order with it, and pays when the payer agrees. */
export function Checkout() {
  const [card, setCard] = useState("");
  const [answer, setAnswer] = useState<Answer>();
  const [asking, setAsking] = useState(false);
  const { saving } = useSyncExternalStore(watchSave, saveState, saveState);
  const busy = saving || asking;

  async function ask(paymentMethodId: string, agreed?: Answer["total"]) {
    setCard(paymentMethodId);
    setAsking(true);
    setAnswer(await payOrder(paymentMethodId, agreed));
    setAsking(false);
  }

  const button = answer && payButton(answer);
  return (
    <main>
      <h1>Checkout</h1>
      {answer?.status !== "paid" && <SaveCard onSaved={ask} busy={asking} />}
      {button && (
        <button type="button" aria-disabled={busy} onClick={() => busy || ask(card, answer.total)}>
          {button}
        </button>
      )}
      {answer && <p role="status">{messageOfAnswer(answer)}</p>}
    </main>
  );
}
