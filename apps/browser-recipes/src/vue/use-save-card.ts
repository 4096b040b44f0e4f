import { isConnectError } from "@plastiq-connect/browser";
import { type Ref, ref } from "vue";
import { cardOfForm } from "../card-of-form.ts";
import { messageOf } from "../message-of.ts";
import { storeCard } from "../store-card.ts";

/** The state of a card form, and the function that saves the card. */
export function useSaveCard(onSaved: (paymentMethodId: string) => void): {
  readonly saving: Ref<boolean>;
  readonly message: Ref<string>;
  readonly refused: Ref<readonly string[]>;
  readonly save: (form: HTMLFormElement) => Promise<void>;
} {
  const saving = ref(false);
  const message = ref("");
  const refused = ref<readonly string[]>([]);

  async function save(form: HTMLFormElement): Promise<void> {
    // Not tied to the component: after a change of route, the card is still being stored. A listener for each save: the next
    // form may save another card before this one is stored.
    const askBeforeLeaving = (event: BeforeUnloadEvent) => {
      event.preventDefault();
      event.returnValue = true; // for Chrome before 119
    };
    saving.value = true;
    message.value = "Saving your card…";
    refused.value = [];
    window.addEventListener("beforeunload", askBeforeLeaving);
    try {
      const { id, data } = await storeCard(cardOfForm(form));
      form.reset();
      message.value = `Saved: ${data?.brand} ending in ${data?.last4}`;
      onSaved(id);
    } catch (error) {
      message.value = messageOf(error);
      if (isConnectError(error)) refused.value = error.fields;
    } finally {
      window.removeEventListener("beforeunload", askBeforeLeaving);
      saving.value = false;
    }
  }

  return { saving, message, refused, save };
}
