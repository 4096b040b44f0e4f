import { asciiDigits, digitsOf } from "@plastiq-connect/browser/card";
import { listenForDigits, write } from "./digit-input.ts";
import { formatTypedExpiry, formatWholeExpiry } from "./format-expiry.ts";

/**
 * Formats an expiry date while it is typed at its end, and when it is filled in as a whole. An edit in the middle changes
 * nothing but what was edited: a month that is being replaced must not push its digits into the year.
 */
export function formatExpiryInput(input: HTMLInputElement): void {
  let before = "";

  // Autofill has no such event.
  input.addEventListener("beforeinput", () => {
    before = input.value;
  });

  listenForDigits(input, {
    // A year of four digits can be typed, too, and the year can come first.
    most: (digits) => (/^..20|^20/.test(digits) ? 6 : 4),
    rewrite(deleting) {
      const caret = input.selectionStart ?? input.value.length;
      // A separator with nothing behind it is deleted with the digit before it.
      const isEnd = deleting && !digitsOf(input.value.slice(caret));
      const value = isEnd ? input.value.slice(0, caret) : input.value;
      const text = shown(value, caret, deleting);
      before = text;
      write(input, text, caret === value.length ? text.length : caret);
    },
  });

  input.addEventListener("blur", () => {
    const text = formatWholeExpiry(input.value);
    if (text) input.value = text;
    before = input.value;
  });

  function shown(value: string, caret: number, deleting: boolean): string {
    const typedAtEnd = caret === value.length && (deleting ? before.startsWith(value) : value.startsWith(before));
    const alone = value.length === 1 && caret === 1;
    // More than one character at once, on an empty field or over everything: a paste, or the browser's autofill.
    const isWhole = !deleting && !alone && (!typedAtEnd || value.length > before.length + 1);
    if (!isWhole) return typedAtEnd || alone ? formatTypedExpiry(value, deleting) : asciiDigits(value);
    const whole = value.length >= 4 && caret === value.length ? value : "";
    // Around a date there may be a label. What cannot be read stays as it is, for the person to see.
    return formatWholeExpiry(whole) ?? formatWholeExpiry(formatTypedExpiry(whole)) ?? asciiDigits(value);
  }
}
