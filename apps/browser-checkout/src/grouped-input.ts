import { digitsOf } from "@plastiq-connect/browser/card";
import { listenForDigits, write } from "./digit-input.ts";
import { type Grouping, groupDigits } from "./group-digits.ts";

/**
 * Shows the digits of an input in groups while they are typed.
 *
 * @param grouping How the digits that are there now are grouped.
 */
export function groupInput(input: HTMLInputElement, grouping: (digits: string) => Grouping): void {
  listenForDigits(input, {
    most: (digits) => grouping(digits).most,
    rewrite(deleting) {
      const { value } = input;
      const before = { text: value, caret: input.selectionStart ?? value.length };
      const grouped = groupDigits(before, grouping(digitsOf(value)), deleting);
      write(input, grouped.text, grouped.caret);
    },
  });
}
