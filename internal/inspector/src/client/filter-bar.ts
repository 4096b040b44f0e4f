import { part, write } from "./element.ts";

const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

interface Counts {
  readonly shown: number;
  readonly total: number;
  readonly problems: number;
  /** False until the first event has arrived. */
  readonly isKnown: boolean;
}

/** Decides which requests are shown. The filter is in the page's address (`?trace=`), so that it can be passed on. */
export interface FilterBar {
  wanted(): { readonly typed: string; readonly onlyProblems: boolean };
  set(text: string): void;
  /** Shows every request. */
  clear(): void;
  show(counts: Counts): void;
  /** Forgets which trace id was missing: it may be there now. */
  forget(): void;
}

/** Calls `onMissing` once for a complete trace id that no request here has: the sandbox may know more. */
export function createFilterBar(onChange: () => void, onMissing: (traceId: string) => void): FilterBar {
  const field = part("filter", HTMLInputElement);
  const problems = part("only-problems", HTMLButtonElement);
  const isPressed = () => problems.getAttribute("aria-pressed") === "true";
  const changed = () => {
    const typed = field.value.trim();
    const address = new URL(location.href);
    if (typed === "") address.searchParams.delete("trace");
    else address.searchParams.set("trace", typed);
    history.replaceState(null, "", address);
    onChange();
  };
  const set = (text: string) => {
    field.value = text;
    changed();
  };
  const press = (isOn: boolean) => {
    problems.setAttribute("aria-pressed", String(isOn));
    onChange();
  };
  field.value = new URL(location.href).searchParams.get("trace") ?? "";
  field.addEventListener("input", changed);
  field.addEventListener("keydown", ({ key }) => {
    if (key === "Escape") set("");
  });
  problems.addEventListener("click", () => press(!isPressed()));
  part("show-all", HTMLButtonElement).addEventListener("click", () => {
    press(false);
    set("");
    field.focus();
  });
  document.addEventListener("keydown", (event) => {
    const { key, target, ctrlKey, metaKey, altKey } = event;
    const isTyping = target instanceof HTMLElement && target.matches("input, select, textarea");
    if (key !== "/" || isTyping || ctrlKey || metaKey || altKey) return;
    event.preventDefault();
    field.focus();
    field.select();
  });
  let asked = "";
  return {
    wanted: () => ({ typed: field.value, onlyProblems: isPressed() }),
    set,
    forget() {
      asked = "";
    },
    clear() {
      press(false);
      set("");
    },
    show({ shown, total, problems: count, isKnown }) {
      write(part("request-count", HTMLElement), shown === total ? String(total) : `${shown} of ${total}`);
      write(part("problem-count", HTMLElement), String(count));
      part("empty", HTMLElement).hidden = !isKnown || total > 0;
      part("no-match", HTMLElement).hidden = total === 0 || shown > 0;
      const typed = field.value.trim();
      if (!isKnown || shown > 0 || typed === asked || !UUID.test(typed)) return;
      asked = typed;
      onMissing(typed);
    },
  };
}
