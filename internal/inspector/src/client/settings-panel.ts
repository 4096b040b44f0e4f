import type { Overview } from "../protocol.ts";
import { part, write } from "./element.ts";
import type { Model } from "./model.ts";
import { callSandbox } from "./sandbox-calls.ts";
import { addSettingsFiles } from "./settings-files.ts";

/** After a change, news that were on their way still have the value before it. */
const ON_ITS_WAY_MS = 1_000;

/** A field of the dialog, and the control route that changes its setting. */
interface Setting {
  readonly id: string;
  /** By default the id. */
  readonly path?: string;
  shown(overview: Overview): string | boolean;
  body(value: string, isChecked: boolean): object;
}

const settings: readonly Setting[] = [
  { id: "error-shape", shown: (all) => all.errorShape, body: (shape) => ({ shape }) },
  {
    id: "vocabulary",
    shown: (all) => all.settings.vocabulary,
    body: (vocabulary) => ({ vocabulary }),
  },
  {
    id: "pagination",
    shown: (all) => all.settings.pagination,
    body: (pagination) => ({ pagination }),
  },
  {
    id: "intent-on-payments",
    shown: (all) => all.settings.intentOnPayments,
    body: (intentOnPayments) => ({ intentOnPayments }),
  },
  {
    id: "id-seed",
    shown: (all) => String(all.settings.idSeed ?? ""),
    body: (seed) => ({ seed: seed === "" ? null : Number(seed) }),
  },
  {
    id: "processing-time",
    shown: (all) => String(all.settings.processingMs),
    body: (ms) => ({ ms: Number(ms) }),
  },
  { id: "autopilot", shown: (all) => all.settings.autopilot, body: (_, isOn) => ({ isOn }) },
  { id: "fee-card", path: "fees", shown: (all) => all.settings.fees.card, body: (card) => ({ card }) },
  { id: "fee-bank", path: "fees", shown: (all) => all.settings.fees.bank, body: (bank) => ({ bank }) },
  {
    id: "fee-cross-border",
    path: "fees",
    shown: (all) => all.settings.fees.crossBorder,
    body: (crossBorder) => ({ crossBorder }),
  },
  {
    id: "idempotency-mode",
    path: "idempotency",
    shown: (all) => all.settings.idempotency.mode,
    body: (mode) => ({ mode }),
  },
  {
    id: "replay-errors",
    path: "idempotency",
    shown: (all) => all.settings.idempotency.replayErrors,
    body: (_, replayErrors) => ({ replayErrors }),
  },
];

/** Creates the dialog of settings. `update` shows what the sandbox has: another client may have changed it. */
export function createSettingsPanel(model: Model): { update(): void } {
  const dialog = part("settings", HTMLDialogElement);
  const message = part("settings-message", HTMLElement);
  const tell = (kind: "done" | "wrong", text: string) => {
    message.dataset.kind = kind;
    write(message, text);
  };
  part("open-settings", HTMLButtonElement).addEventListener("click", () => {
    tell("done", "");
    dialog.showModal();
  });
  part("close-settings", HTMLButtonElement).addEventListener("click", () => dialog.close());

  const updates = settings.map(({ id, path = id, shown, body }) => {
    const field = part(id, HTMLElement) as HTMLInputElement | HTMLSelectElement;
    const isBox = field instanceof HTMLInputElement && field.type === "checkbox";
    const show = () => {
      if (!model.overview) return;
      const value = shown(model.overview);
      if (isBox) field.checked = value === true;
      else field.value = String(value);
    };
    let changes = 0;
    const settle = () => {
      changes -= 1;
      update();
    };
    field.addEventListener("change", async () => {
      changes += 1;
      const refused = await callSandbox("PUT", path, body(field.value.trim(), isBox && field.checked));
      tell("wrong", refused ?? "");
      if (!refused) return void setTimeout(settle, ON_ITS_WAY_MS);
      changes -= 1;
      show();
    });
    const isTyped = field instanceof HTMLInputElement && !isBox;
    // Keep the field that the user is editing.
    const update = () => {
      if (changes === 0 && !(isTyped && field === document.activeElement)) show();
    };
    return update;
  });
  addSettingsFiles(model, tell);
  return {
    update() {
      for (const update of updates) update();
    },
  };
}
