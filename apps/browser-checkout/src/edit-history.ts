const STEPS: Readonly<Record<string, number>> = { historyUndo: -1, historyRedo: 1 };

/**
 * Undoes and redoes the edits of an input whose text the page rewrites. The browser's own undo replays edits of the text
 * that was typed: it garbles the rewritten text, and brings back a card that the page has cleared.
 *
 * It keeps nothing once the input is left.
 *
 * @returns A function to call after each edit.
 */
export function keepHistory(input: HTMLInputElement): () => void {
  let texts: readonly string[] = [];
  let at = 0;

  const step = (event: Event, inputType: string): void => {
    event.preventDefault();
    // A browser asks for it in a locked field, too.
    if (input.readOnly) return;
    const next = at + (STEPS[inputType] ?? 0);
    const text = texts[next];
    if (text === undefined) return;
    at = next;
    input.value = text;
    input.dispatchEvent(new InputEvent("input", { bubbles: true, inputType }));
  };

  // Before an edit: the page may have replaced the text without one.
  const restart = (): void => {
    if (input.value !== texts[at]) texts = [input.value];
    at = Math.min(at, texts.length - 1);
  };

  input.addEventListener("blur", () => {
    texts = [];
  });
  input.addEventListener("beforeinput", (event) => {
    restart();
    if (isFromHistory(event.inputType)) step(event, event.inputType);
  });
  // A browser whose own history is empty asks for nothing.
  input.addEventListener("keydown", (event) => {
    // Autofill and password managers send such events without a key.
    const key = (event as Partial<KeyboardEvent>).key?.toLowerCase();
    if (event.isComposing || event.altKey || !(event.ctrlKey || event.metaKey) || (key !== "z" && key !== "y")) return;
    restart();
    step(event, key === "y" || event.shiftKey ? "historyRedo" : "historyUndo");
  });

  return () => {
    if (input.value === texts[at]) return;
    texts = [...texts.slice(0, at + 1), input.value];
    at = texts.length - 1;
  };
}

/** Returns whether an input event is an undo or a redo. */
export function isFromHistory(inputType: string): boolean {
  return inputType in STEPS;
}
