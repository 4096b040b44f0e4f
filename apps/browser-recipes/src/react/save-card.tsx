import { isConnectError } from "@plastiq-connect/browser";
import { type SubmitEvent, useEffect, useState } from "react";
import { cardOfForm } from "../card-of-form.ts";
import { messageOf } from "../message-of.ts";
import { storeCard } from "../store-card.ts";

/** A form that stores a card. Send the id of the payment method to your server. */
export function SaveCard({ onSaved }: { readonly onSaved?: (paymentMethodId: string) => void }) {
  const [saving, setSaving] = useState(false);
  const [message, setMessage] = useState("");
  const [refused, setRefused] = useState<readonly string[]>([]);

  // Ask before the page is left while the card is being stored.
  useEffect(() => {
    if (!saving) return;
    const ask = (event: BeforeUnloadEvent) => event.preventDefault();
    window.addEventListener("beforeunload", ask);
    return () => window.removeEventListener("beforeunload", ask);
  }, [saving]);

  async function save(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    setSaving(true);
    setMessage("Saving your card…");
    setRefused([]);
    try {
      const { id, data } = await storeCard(cardOfForm(form));
      form.reset();
      setMessage(`Saved: ${data?.brand} ending in ${data?.last4}`);
      onSaved?.(id);
    } catch (error) {
      setMessage(messageOf(error));
      if (isConnectError(error)) setRefused(error.fields);
    } finally {
      setSaving(false);
    }
  }

  const invalid = (...paths: string[]) => paths.some((path) => refused.includes(path));
  const address = "data.billingAddress";
  return (
    <form onSubmit={save} aria-busy={saving}>
      <input
        name="number"
        aria-label="Card number"
        autoComplete="cc-number"
        inputMode="numeric"
        dir="ltr"
        aria-invalid={invalid("data.accountNumber")}
      />
      <input
        name="expiry"
        aria-label="Expiry date"
        autoComplete="cc-exp"
        inputMode="numeric"
        dir="ltr"
        aria-invalid={invalid("data.expirationMonth", "data.expirationYear")}
      />
      <input
        name="code"
        aria-label="Security code"
        autoComplete="cc-csc"
        inputMode="numeric"
        dir="ltr"
        aria-invalid={invalid("data.cvv")}
      />
      <input
        name="name"
        aria-label="Name on card"
        autoComplete="cc-name"
        aria-invalid={invalid("data.cardHolderName")}
      />
      <input
        name="line1"
        aria-label="Address"
        autoComplete="billing address-line1"
        aria-invalid={invalid(`${address}.line1`)}
      />
      <input
        name="city"
        aria-label="City"
        autoComplete="billing address-level2"
        aria-invalid={invalid(`${address}.city`)}
      />
      <input
        name="state"
        aria-label="State"
        autoComplete="billing address-level1"
        aria-invalid={invalid(`${address}.state`)}
      />
      <input
        name="postal-code"
        aria-label="Postal code"
        autoComplete="billing postal-code"
        aria-invalid={invalid(`${address}.postalCode`)}
      />
      <input name="country" aria-label="Country code" autoComplete="billing country" defaultValue="US" />
      <button type="submit" disabled={saving}>
        Save card
      </button>
      <output>{message}</output>
    </form>
  );
}
