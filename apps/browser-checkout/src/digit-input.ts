import { digitsOf } from "@plastiq-connect/browser/card";
import { isFromHistory, keepHistory } from "./edit-history.ts";

/** Changes to an input while a person types digits. */
export interface DigitInputOptions {
  /** How many digits can be typed one after the other. */
  most(digits: string): number;
  /**
   * Rewrites the input after a change.
   *
   * @param deleting Whether something was deleted.
   */
  rewrite(deleting: boolean): void;
}

/**
 * Lets an input show digits in a form of its own. Everything that is typed, pasted or filled in by the browser comes
 * through the same event. Nothing is rewritten while text is being composed, as the keyboards of phones do: they would
 * repeat what they have composed so far.
 */
export function listenForDigits(input: HTMLInputElement, { most, rewrite }: DigitInputOptions): void {
  const remember = keepHistory(input);
  let composing = false;

  input.addEventListener("compositionstart", () => {
    composing = true;
  });
  input.addEventListener("compositionend", () => {
    composing = false;
    rewrite(false);
    remember();
  });

  input.addEventListener("beforeinput", (event) => {
    const { data, inputType } = event;
    if (inputType !== "insertText" || data === null || input.selectionStart !== input.selectionEnd) return;
    const digits = digitsOf(input.value);
    // A digit too many would push out the last one.
    if (digitsOf(data) && digits.length >= most(digits)) event.preventDefault();
  });

  // Backspace and Delete beside a separator are meant for the digit behind it.
  input.addEventListener("keydown", ({ key, isComposing }) => {
    const { selectionStart: caret, selectionEnd, value } = input;
    if (isComposing || caret === null || caret !== selectionEnd) return;
    const gap =
      key === "Backspace" ? /[^\p{Nd}]+$/u.exec(value.slice(0, caret)) : /^[^\p{Nd}]+/u.exec(value.slice(caret));
    if (!gap || (key !== "Backspace" && key !== "Delete")) return;
    const moved = caret + (key === "Delete" ? gap[0].length : -gap[0].length);
    input.setSelectionRange(moved, moved);
  });

  input.addEventListener("input", (event) => {
    const { isComposing = false, inputType = "" } = event as Partial<InputEvent>;
    if (composing || isComposing || isFromHistory(inputType)) return;
    rewrite(inputType.startsWith("delete"));
    remember();
  });
}

/** Writes a value only when it differs, and puts the caret back. */
export function write(input: HTMLInputElement, text: string, caret: number): void {
  if (text === input.value) return;
  input.value = text;
  if (document.activeElement === input) input.setSelectionRange(caret, caret);
}
