import { useEffect, useRef, useSyncExternalStore } from "react";
import { clearWhenLeft, saveCard, saveState, takeSavedId, watchSave } from "../save-card.ts";

interface SaveCardProps {
  readonly onSaved: (paymentMethodId: string) => void;
  readonly busy?: boolean;
}

/**
 * A form that stores a card. `onSaved` gets the id of the payment method, to send to your server. When the form was gone
 * before the card was stored, the next one calls it. While `busy`, the form stores no card.
 */
export function SaveCard({ onSaved, busy = false }: SaveCardProps) {
  const { saving, message, refused } = useSyncExternalStore(watchSave, saveState, saveState);
  const form = useRef<HTMLFormElement>(null);

  useEffect(() => (form.current ? clearWhenLeft(form.current) : undefined), []);
  useEffect(() => {
    const id = takeSavedId();
    if (id) onSaved(id);
  });

  const invalid = (...paths: string[]) => paths.some((path) => refused.includes(path));
  const address = "data.billingAddress";
  return (
    <form
      ref={form}
      method="dialog"
      spellCheck={false}
      autoCorrect="off"
      autoCapitalize="words"
      onSubmit={(event) => {
        event.preventDefault();
        if (!busy) void saveCard(event.currentTarget);
      }}
    >
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
        Name on card{" "}
        <input name="name" autoComplete="cc-name" dir="auto" aria-invalid={invalid("data.cardHolderName")} />
      </label>
      <label>
        Address{" "}
        <input
          name="line1"
          autoComplete="billing address-line1"
          dir="auto"
          aria-invalid={invalid(`${address}.line1`)}
        />
      </label>
      <label>
        City{" "}
        <input name="city" autoComplete="billing address-level2" dir="auto" aria-invalid={invalid(`${address}.city`)} />
      </label>
      <label>
        State{" "}
        <input
          name="state"
          autoComplete="billing address-level1"
          autoCapitalize="characters"
          dir="auto"
          aria-invalid={invalid(`${address}.state`)}
        />
      </label>
      <label>
        Postal code{" "}
        <input
          name="postal-code"
          autoComplete="billing postal-code"
          autoCapitalize="characters"
          dir="auto"
          aria-invalid={invalid(`${address}.postalCode`)}
        />
      </label>
      <label>
        Country code{" "}
        <input
          name="country"
          autoComplete="billing country"
          autoCapitalize="characters"
          dir="ltr"
          defaultValue="US"
          aria-invalid={invalid(`${address}.country`)}
        />
      </label>
      {/* Not `disabled`, which would lose the focus. */}
      <button type="submit" aria-disabled={saving || busy}>
        Save card
      </button>
      <output>{message}</output>
    </form>
  );
}
