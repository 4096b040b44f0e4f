import type { Check } from "./card-checks.ts";
import { element } from "./element.ts";

/** One input with its error beside it. */
export interface CardField {
  readonly input: HTMLInputElement;
  /** What is typed, without spaces at its ends. */
  text(): string;
  /** Shows what is wrong, or that nothing is. Returns whether it is right. */
  check(): boolean;
  /** Empties it, and forgets what was wrong. */
  clear(): void;
}

/**
 * Ties an input to its error. Somebody who leaves it with something wrong in it is told then, not while they type; once
 * told, they see the error go as soon as it is mended.
 */
export function createCardField(id: string, wrong: Check): CardField {
  const input = element<HTMLInputElement>(id);
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
    clear() {
      input.value = "";
      show(undefined);
    },
  };
}
