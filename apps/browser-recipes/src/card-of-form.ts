import type { CardData } from "@plastiq-connect/browser";
import { normalizeCard } from "@plastiq-connect/browser/card";

/** Reads the card from a form. The inputs need no state of their own: the number then stays out of component state. */
export function cardOfForm(form: HTMLFormElement): CardData {
  const data = new FormData(form);
  const text = (name: string): string => String(data.get(name) ?? "").trim();
  return normalizeCard({
    cardHolderName: text("name"),
    accountNumber: text("number"),
    expiry: text("expiry"),
    cvv: text("code"),
    billingAddress: {
      line1: text("line1"),
      city: text("city"),
      state: text("state"),
      postalCode: text("postal-code"),
      country: text("country").toUpperCase(),
    },
  });
}
