import { digitsOf, type Grouping, groupDigits } from "./group-digits.ts";

/** What makes an input group its digits while they are typed. */
export interface GroupedInputOptions {
  /** How the digits that are there now are grouped. */
  grouping(digits: string): Grouping;
  /** Mends what is usual but not meant, such as a month without its zero. Default: nothing. */
  readonly mend?: (text: string) => string;
}

/**
 * Lets an input take digits only and show them in groups. What is typed, pasted or filled in by the browser all comes
 * through the same event. The value is written only when it differs, so that undo works while it does not.
 */
export function groupInput(input: HTMLInputElement, { grouping, mend = (text) => text }: GroupedInputOptions): void {
  input.addEventListener("beforeinput", (event) => {
    const { data, inputType } = event;
    if (inputType !== "insertText" || data === null || input.selectionStart !== input.selectionEnd) return;
    const digits = digitsOf(input.value);
    // A digit too many would push out the last one.
    if (/^\d$/.test(data) && digits.length >= grouping(digits).most) event.preventDefault();
  });

  // Backspace and Delete beside a separator are meant for the digit behind it.
  input.addEventListener("keydown", ({ key }) => {
    const { selectionStart: caret, selectionEnd, value } = input;
    if (caret === null || caret !== selectionEnd) return;
    const gap = key === "Backspace" ? /\D+$/.exec(value.slice(0, caret)) : /^\D+/.exec(value.slice(caret));
    if (!gap || (key !== "Backspace" && key !== "Delete")) return;
    const moved = caret + (key === "Delete" ? gap[0].length : -gap[0].length);
    input.setSelectionRange(moved, moved);
  });

  input.addEventListener("input", (event) => {
    const text = mend(input.value);
    const caret = (input.selectionStart ?? input.value.length) + text.length - input.value.length;
    const deleting = event instanceof InputEvent && event.inputType.startsWith("delete");
    const grouped = groupDigits({ text, caret }, grouping(digitsOf(text)), deleting);
    if (grouped.text === input.value) return;
    input.value = grouped.text;
    if (document.activeElement === input) input.setSelectionRange(grouped.caret, grouped.caret);
  });
}
