import { isConnectError } from "@plastiq-connect/browser";
import { type SubmitEvent, useState } from "react";
import { cardOfForm } from "../card-of-form.ts";
import { messageOf } from "../message-of.ts";
import { storeCard } from "../store-card.ts";

/** A form that stores a card. Send the id of the payment method to your server. */
export function SaveCard({ onSaved }: { readonly onSaved?: (paymentMethodId: string) => void }) {
  const [saving, setSaving] = useState(false);
  const [message, setMessage] = useState("");
  const [refused, setRefused] = useState<readonly string[]>([]);

  async function save(event: SubmitEvent<HTMLFormElement>) {
    event.preventDefault();
    const form = event.currentTarget;
    // Not in an effect, which ends with the component: after a change of route, the card is still being stored. A listener
    // for each save: the next form may save another card before this one is stored.
    const askBeforeLeaving = (leaving: BeforeUnloadEvent) => {
      leaving.preventDefault();
      leaving.returnValue = true; // for Chrome before 119
    };
    setSaving(true);
    setMessage("Saving your card…");
    setRefused([]);
    window.addEventListener("beforeunload", askBeforeLeaving);
    try {
      const { id, data } = await storeCard(cardOfForm(form));
      form.reset();
      setMessage(`Saved: ${data?.brand} ending in ${data?.last4}`);
      onSaved?.(id);
    } catch (error) {
      setMessage(messageOf(error));
      if (isConnectError(error)) setRefused(error.fields);
    } finally {
      window.removeEventListener("beforeunload", askBeforeLeaving);
      setSaving(false);
    }
  }

  const invalid = (...paths: string[]) => paths.some((path) => refused.includes(path));
  const address = "data.billingAddress";
  return (
    <form method="dialog" onSubmit={save}>
      <label>
        Card number{" "}
        <input
          name="number"
          autoComplete="cc-number"
          inputMode="numeric"
          dir="ltr"
          aria-invalid={invalid("data.accountNumber")}
        />
      </label>
      <label>
        Expiry date{" "}
        <input
          name="expiry"
          autoComplete="cc-exp"
          inputMode="numeric"
          dir="ltr"
          aria-invalid={invalid("data.expirationMonth", "data.expirationYear")}
        />
      </label>
      <label>
        Security code{" "}
        <input name="code" autoComplete="cc-csc" inputMode="numeric" dir="ltr" aria-invalid={invalid("data.cvv")} />
      </label>
      <label>
        Name on card <input name="name" autoComplete="cc-name" aria-invalid={invalid("data.cardHolderName")} />
      </label>
      <label>
        Address <input name="line1" autoComplete="billing address-line1" aria-invalid={invalid(`${address}.line1`)} />
      </label>
      <label>
        City <input name="city" autoComplete="billing address-level2" aria-invalid={invalid(`${address}.city`)} />
      </label>
      <label>
        State <input name="state" autoComplete="billing address-level1" aria-invalid={invalid(`${address}.state`)} />
      </label>
      <label>
        Postal code{" "}
        <input name="postal-code" autoComplete="billing postal-code" aria-invalid={invalid(`${address}.postalCode`)} />
      </label>
      <label>
        Country code{" "}
        <input
          name="country"
          autoComplete="billing country"
          defaultValue="US"
          aria-invalid={invalid(`${address}.country`)}
        />
      </label>
      <button type="submit" disabled={saving}>
        Save card
      </button>
      <output>{message}</output>
    </form>
  );
}
