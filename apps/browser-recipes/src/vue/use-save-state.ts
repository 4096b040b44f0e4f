import { onMounted, onUnmounted, type ShallowRef, shallowRef } from "vue";
import { type SaveState, saveState, takeSavedId, watchSave } from "../save-card.ts";

/** Returns the state of saving a card. Calls `onSaved`, if there is one, with the id of a stored payment method. */
export function useSaveState(onSaved?: (paymentMethodId: string) => void): ShallowRef<SaveState> {
  const state = shallowRef(saveState());
  let stop: () => void;

  function update(): void {
    state.value = saveState();
    if (!onSaved) return;
    const id = takeSavedId();
    if (id) onSaved(id);
  }

  onMounted(() => {
    stop = watchSave(update);
    update();
  });
  onUnmounted(() => stop());
  return state;
}
