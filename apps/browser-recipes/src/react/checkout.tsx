import { useState, useSyncExternalStore } from "react";
import { messageOfResult, type PayResult, payButton, payOrder } from "../pay-order.ts";
import { saveState, watchSave } from "../save-card.ts";
import { SaveCard } from "./save-card.tsx";

/** Stores a card, shows the total of the order with it, and pays when the payer agrees. */
export function Checkout() {
  const [card, setCard] = useState("");
  const [result, setResult] = useState<PayResult>();
  const [asking, setAsking] = useState(false);
  const { saving } = useSyncExternalStore(watchSave, saveState, saveState);
  const busy = saving || asking;

  async function ask(paymentMethodId: string, agreed?: PayResult["total"]) {
    setCard(paymentMethodId);
    setAsking(true);
    setResult(await payOrder(paymentMethodId, agreed));
    setAsking(false);
  }

  const button = result && payButton(result);
  return (
    <main>
      <h1>Checkout</h1>
      {result?.status !== "paid" && <SaveCard onSaved={ask} busy={asking} />}
      {button && (
        <button type="button" aria-disabled={busy} onClick={() => busy || ask(card, result.total)}>
          {button}
        </button>
      )}
      {result && <p role="status">{messageOfResult(result)}</p>}
    </main>
  );
}
