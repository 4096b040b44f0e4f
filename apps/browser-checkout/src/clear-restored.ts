import type { CardField } from "./card-field.ts";

/**
 * Clears what a browser saved of a field earlier and fills in when somebody comes back: on a shared machine also for
 * somebody else. No event tells that it does so, some time before the page has loaded. What the person enters once this
 * has run stays.
 *
 * Call it before other `beforeinput` listeners are added: they must not see the old text.
 */
export function clearRestored({ input, clear }: CardField): void {
  const [entry] = performance.getEntriesByType("navigation") as PerformanceNavigationTiming[];
  let mayBeRestored = entry?.type === "back_forward";
  const clearOnce = (): void => {
    if (mayBeRestored) clear();
    mayBeRestored = false;
  };

  input.addEventListener("beforeinput", clearOnce);
  // A page that is shown again as it was left has loaded before.
  window.addEventListener("pageshow", ({ persisted }) => {
    if (persisted) clear();
    else clearOnce();
  });
  // Autofill and password managers replace the whole text, and not all of them send the event above.
  input.addEventListener("input", () => {
    mayBeRestored = false;
  });
}
