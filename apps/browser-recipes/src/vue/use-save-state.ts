import { onActivated, onDeactivated, onMounted, onUnmounted, type ShallowRef, shallowRef } from "vue";
import { type SaveState, saveState, takeSavedId, watchSave } from "../save-card.ts";

/** Returns the state of saving a card. Calls `onSaved`, if there is one, with the id of a stored payment method. */
export function useSaveState(onSaved?: (paymentMethodId: string) => void): ShallowRef<SaveState> {
  const state = shallowRef(saveState());
  function update(): void {
    state.value = saveState();
    if (!onSaved) return;
    const id = takeSavedId();
    if (id) onSaved(id);
  }

  whileShown(() => {
    const stop = watchSave(update);
    update();
    return stop;
  });
  return state;
}

/** Calls `start` when the component is shown, and what `start` returned when it is hidden, also by a `KeepAlive`. */
export function whileShown(start: () => () => void): void {
  let stop: (() => void) | undefined;

  function begin(): void {
    stop ??= start();
  }
  function end(): void {
    stop?.();
    stop = undefined;
  }

  onMounted(begin);
  // A `KeepAlive` calls it also after the first `onMounted`.
  onActivated(begin);
  onDeactivated(end);
  onUnmounted(end);
}
