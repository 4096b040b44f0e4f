import { announce, element } from "./element.ts";
import type { Notice, Progress } from "./state-messages.ts";

/** The parts of a notice besides its text. */
export interface NoticeParts {
  readonly hasActions?: boolean;
  /** The trace id to quote. */
  readonly reference?: string | undefined;
}

/** Shows the notice above the form, or hides it. */
export function showNotice(notice: Notice | undefined, { hasActions = false, reference }: NoticeParts = {}): void {
  const box = element("notice");
  box.hidden = notice === undefined;
  if (!notice) return;
  const { tone, icon, title, text, steps = [] } = notice;
  box.dataset.tone = tone;
  element<SVGElement>("notice-icon").setAttribute("href", `#icon-${icon}`);
  element("notice-title").textContent = title;
  element("notice-text").textContent = text;
  const list = element("notice-steps");
  list.replaceChildren(...steps.map((step) => Object.assign(document.createElement("li"), { textContent: step })));
  list.hidden = steps.length === 0;
  element("notice-actions").hidden = !hasActions;
  element("notice-trace-id").textContent = reference ?? "";
  element("notice-reference").hidden = !reference;
}

/** Shows on the button of the card form, and below it, what somebody waits for. Without progress, the button is ready. */
export function showProgress(progress: Progress | undefined, ready: string): void {
  element("save-text").textContent = progress?.button ?? ready;
  announce("progress", progress?.text ?? "");
  // Not `disabled`, which would lose the focus.
  element("save").setAttribute("aria-disabled", String(progress !== undefined));
  // Not the whole form: screen readers announce nothing of what is busy, so not the progress either.
  for (const part of element("card-form").querySelectorAll("fieldset")) {
    part.setAttribute("aria-busy", String(progress !== undefined));
  }
}
