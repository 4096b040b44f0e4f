import { part, write } from "./element.ts";
import type { Model } from "./model.ts";
import { sandboxNow } from "./model.ts";
import { span, timeOfDay } from "./moment.ts";
import { callSandbox } from "./sandbox-calls.ts";

const ARMED_FOR_MS = 4_000;

/** Creates the actions on the whole sandbox: its clock, the log, reset. */
export function createToolbar(model: Model): { update(): void; tick(): void } {
  const message = part("message", HTMLElement);
  const reset = part("reset", HTMLButtonElement);
  const act = async (method: string, path: string, body?: object) => {
    write(message, (await callSandbox(method, path, body)) ?? "");
  };
  const step = part("clock-step", HTMLSelectElement);
  const advance = part("advance", HTMLButtonElement);
  const name = () => write(advance, `Clock +${step.selectedOptions[0]?.textContent}`);
  advance.addEventListener("click", () => act("POST", "advance", { ms: Number(step.value) * 1000 }));
  step.addEventListener("change", name);
  // A browser keeps what was selected when the page is loaded again.
  name();
  part("clear-seen", HTMLButtonElement).addEventListener("click", () => act("DELETE", "seen"));

  // A reset deletes everything, so it needs a second click.
  let timer: number | undefined;
  const arm = (isArmed: boolean) => {
    clearTimeout(timer);
    reset.dataset.armed = String(isArmed);
    write(reset, isArmed ? "Reset everything?" : "Reset");
    if (isArmed) timer = setTimeout(arm, ARMED_FOR_MS, false);
  };
  reset.addEventListener("click", () => {
    const isArmed = reset.dataset.armed === "true";
    arm(!isArmed);
    if (isArmed) act("POST", "reset");
  });
  reset.addEventListener("blur", () => arm(false));

  const time = part("clock", HTMLElement);
  const moved = part("clock-moved", HTMLElement);
  return {
    update() {
      const ahead = Math.round(model.clockOffset / 1000) * 1000;
      write(moved, ahead === 0 ? "" : `${span(Math.abs(ahead))} ${ahead > 0 ? "ahead" : "behind"}`);
    },
    tick() {
      write(time, model.overview ? timeOfDay(sandboxNow(model), false) : "--:--:--");
    },
  };
}
