import { useState, useSyncExternalStore } from "react";
import { messageOfResult, type PayResult, payButton, payOrder, progressOfPay } from "../pay-order.ts";
import { saveState, watchSave } from "../save-card.ts";
import { SaveCard } from "./save-card.tsx";

/** Stores a card, shows the total of the order with it, and pays when the payer agrees. */
export function Checkout() {
  const [card, setCard] = useState("");
  const [result, setResult] = useState<PayResult>();
  const [progress, setProgress] = useState("");
  const { saving } = useSyncExternalStore(watchSave, saveState, saveState);
  const busy = saving || progress !== "";

  async function ask(paymentMethodId: string, agreed?: PayResult["total"]) {
    setCard(paymentMethodId);
    setProgress(progressOfPay(agreed));
    setResult(await payOrder(paymentMethodId, agreed));
    setProgress("");
  }

  const button = result && payButton(result);
  return (
    <main>
      <h1>Checkout</h1>
      {result?.status !== "paid" && <SaveCard onSaved={ask} busy={progress !== ""} />}
      {button && (
        <button type="button" aria-disabled={busy} onClick={() => busy || ask(card, result.total)}>
          {button}
        </button>
      )}
      <p role="status">{progress || (result && messageOfResult(result))}</p>
    </main>
  );
}
