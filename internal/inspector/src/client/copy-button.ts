import { element, write } from "./element.ts";
import { icon } from "./icon.ts";

/** Creates a button that copies a text. `what` completes its label for screen readers. */
export function copyButton(what: string, text: () => string, copy: string = "Copy"): HTMLButtonElement {
  const word = element("span", {}, copy);
  const button = element(
    "button",
    { type: "button", class: "copy" },
    icon("copy"),
    word,
    element("span", { class: "unseen" }, ` ${what}`),
  );
  let timer: number | undefined;
  const say = (said: string) => {
    write(word, said);
    clearTimeout(timer);
    timer = setTimeout(() => write(word, copy), 1_500);
  };
  button.addEventListener("click", () => {
    navigator.clipboard.writeText(text()).then(
      () => say("Copied"),
      () => say("Not allowed"),
    );
  });
  return button;
}
