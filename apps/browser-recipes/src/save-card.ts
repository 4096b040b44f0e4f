import { isConnectError } from "@plastiq-connect/browser";
import { cardOfForm } from "./card-of-form.ts";
import { messageOf } from "./message-of.ts";
import { storeCard } from "./store-card.ts";

/** State of saving a card. */
export interface SaveState {
  readonly saving: boolean;
  /** Text for the user. */
  readonly message: string;
  /** The refused fields, such as `data.cvv`. */
  readonly refused: readonly string[];
}

const IDLE: SaveState = { saving: false, message: "", refused: [] };
// Kept outside of all components: after a change of route, the card is still being stored. Whoever comes back to the form
// sees what became of it, and cannot save another card meanwhile.
let state = IDLE;
let savedId: string | undefined;
const watchers = new Set<() => void>();

/** Returns the current state. */
export const saveState = (): SaveState => state;

/** Returns the id of a stored payment method that can be used, once. */
export function takeSavedId(): string | undefined {
  const id = savedId;
  savedId = undefined;
  return id;
}

/**
 * Calls `onChange` at each change of the state, until the returned function is called. Have at most one form on a page: all
 * of them share one state.
 */
export function watchSave(onChange: () => void): () => void {
  watchers.add(onChange);
  let isShown = false;
  // React's StrictMode stops watching and starts again at once, before the user has seen anything.
  queueMicrotask(() => {
    isShown = true;
  });
  return () => {
    watchers.delete(onChange);
    // The result was shown. The next form starts without it.
    if (isShown && !state.saving) show(IDLE);
  };
}

/**
 * Empties the card's fields of a form when the page is left, when the dialog around the form is closed, and when the
 * returned function is called: all of them show a form again as it was left, also to another person.
 */
export function clearWhenLeft(form: HTMLFormElement): () => void {
  function clear(): void {
    for (const input of form.querySelectorAll<HTMLInputElement>('[autocomplete^="cc-"]')) input.value = "";
  }
  const dialog = form.closest("dialog");
  window.addEventListener("pagehide", clear);
  dialog?.addEventListener("close", clear);
  return () => {
    window.removeEventListener("pagehide", clear);
    dialog?.removeEventListener("close", clear);
    clear();
  };
}

function show(next: SaveState): void {
  state = next;
  for (const onChange of watchers) onChange();
}

/** Stores the card of a form, unless one is being stored. Moves the focus to the first refused field. */
export async function saveCard(form: HTMLFormElement): Promise<void> {
  if (state.saving) return;
  show({ saving: true, message: "Saving your card…", refused: [] });
  window.addEventListener("beforeunload", askBeforeLeaving);
  const next = await store(form);
  window.removeEventListener("beforeunload", askBeforeLeaving);
  show(next);
  // Once the page has marked the fields.
  setTimeout(() => form.querySelector<HTMLElement>('[aria-invalid="true"]')?.focus());
}

async function store(form: HTMLFormElement): Promise<SaveState> {
  try {
    const { id, data, status } = await storeCard(cardOfForm(form));
    form.reset();
    // For example when the payer's tax number is missing: see `statusReasons`.
    if (status === "INACTIVE") return { ...IDLE, message: "Your card was saved, but it cannot be used yet." };
    savedId = id;
    return { ...IDLE, message: `Saved: ${data?.brand ?? "Card"} ending in ${data?.last4 ?? "····"}` };
  } catch (error) {
    return { saving: false, message: messageOf(error), refused: isConnectError(error) ? error.fields : [] };
  }
}

function askBeforeLeaving(event: BeforeUnloadEvent): void {
  event.preventDefault();
  event.returnValue = true; // for Chrome before 119
}
