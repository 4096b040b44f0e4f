import type { CardData } from "@plastiq-connect/browser";
import { createAddressInputs } from "./address-inputs.ts";
import type { CardField } from "./card-field.ts";
import { createCardInputs } from "./card-inputs.ts";

/** The form as the rest of the page sees it. */
export interface CardForm {
  /** Returns the typed card, or undefined when something is wrong. Then every error is shown, and the first is focused. */
  read(): CardData | undefined;
  /** Marks fields that were refused after they were sent, by their paths in the request. Returns whether one is shown. */
  mark(fields: readonly string[]): boolean;
  /** While locked, nothing can be changed. The focus stays where it is. */
  lock(locked: boolean): void;
  /** Empties the fields that no page should hold longer than it must. */
  forget(what: "code" | "card"): void;
}

/** Connects the form of the page with its checks and formats. */
export function createCardForm(): CardForm {
  const card = createCardInputs();
  const address = createAddressInputs();
  const fields: readonly CardField<HTMLInputElement | HTMLSelectElement>[] = [...card.fields, ...address.fields];
  const byPath = { ...card.byPath, ...address.byPath };

  return {
    read() {
      // Every one of them: all errors are shown at once.
      const wrong = fields.filter((field) => !field.check());
      if (wrong[0]) {
        wrong[0].input.focus();
        return undefined;
      }
      return { ...card.read(), billingAddress: address.read() };
    },
    mark(refused) {
      const marked = fields.filter((field) => refused.some((path) => byPath[path] === field));
      for (const field of marked) field.refuse("This was not accepted. Check it.");
      marked[0]?.input.focus();
      return marked.length > 0;
    },
    lock(locked) {
      for (const input of [...fields.map((field) => field.input), address.line2]) {
        // Not `disabled`, which would lose the focus, and the place of a screen reader with it. A select has nothing else.
        if ("readOnly" in input) input.readOnly = locked;
        else input.disabled = locked;
      }
    },
    forget: card.forget,
  };
}
