import type { Check } from "./card-checks.ts";
import { element } from "./element.ts";

/** One input with its error beside it. */
export interface CardField<Input extends HTMLElement = HTMLInputElement> {
  readonly input: Input;
  /** Returns the typed text, without spaces at its ends. */
  text(): string;
  /** Shows what is wrong, or clears the error. Returns whether the text is right. */
  check(): boolean;
  /** Shows that the text was refused, until it is changed. */
  refuse(message: string): void;
  /** Empties the field and clears its error. */
  clear(): void;
}

/**
 * Connects an input with its error. The error appears when the field is left, not while somebody types, and goes away as
 * soon as the text is right.
 */
export function createCardField<Input extends HTMLInputElement | HTMLSelectElement = HTMLInputElement>(
  id: string,
  wrong: Check,
): CardField<Input> {
  const input = element<Input>(id);
  const error = element(`${id}-error`);
  const text = (): string => input.value.trim();

  function show(message: string | undefined): boolean {
    error.hidden = message === undefined;
    error.textContent = message ?? "";
    if (message === undefined) input.removeAttribute("aria-invalid");
    else input.setAttribute("aria-invalid", "true");
    return message === undefined;
  }
  const check = (): boolean => show(wrong(text()));

  input.addEventListener("blur", () => {
    if (text()) check();
  });
  input.addEventListener("input", () => {
    if (!error.hidden && wrong(text()) === undefined) show(undefined);
  });

  return {
    input,
    text,
    check,
    refuse: (message) => void show(message),
    clear() {
      input.value = "";
      show(undefined);
    },
  };
}
