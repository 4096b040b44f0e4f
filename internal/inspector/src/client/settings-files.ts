import { element, part } from "./element.ts";
import type { Model } from "./model.ts";
import { sendText } from "./sandbox-calls.ts";

/** Adds what the dialog does with files: it restores a snapshot, loads a seed, and saves the settings as one. */
export function addSettingsFiles(model: Model, tell: (kind: "done" | "wrong", text: string) => void): void {
  const send = async (file: File, method: string, path: string, done: string) => {
    // A file that has changed or gone since it was chosen.
    const text = await file.text().catch(() => undefined);
    if (text === undefined) return tell("wrong", `${file.name} cannot be read.`);
    const type = /\.ya?ml$/i.test(file.name) ? "application/yaml" : "application/json";
    const refused = await sendText(method, path, text, type);
    // The user chose a file, and knows of no body.
    if (refused) tell("wrong", `${file.name}: ${refused}`.replace(": The body ", " "));
    else tell("done", `${done} ${file.name}.`);
  };
  const picks = (button: string, input: string, method: string, path: string, done: string) => {
    const picker = part(input, HTMLInputElement);
    part(button, HTMLButtonElement).addEventListener("click", () => picker.click());
    picker.addEventListener("change", async () => {
      const file = picker.files?.[0];
      if (file) await send(file, method, path, done);
      // The same file can be chosen again after it was corrected.
      picker.value = "";
    });
  };
  picks("restore", "restore-file", "PUT", "snapshot", "Restored");
  picks("load-seed", "seed-file", "POST", "seed", "Created the records of");
  part("save-seed", HTMLButtonElement).addEventListener("click", () => {
    if (!model.overview) return;
    const { errorShape, settings } = model.overview;
    const { vocabulary, pagination, intentOnPayments, autopilot, fees, idempotency } = settings;
    const seed = { settings: { errorShape, vocabulary, pagination, intentOnPayments, autopilot, fees, idempotency } };
    const href = `data:application/json,${encodeURIComponent(`${JSON.stringify(seed, null, 2)}\n`)}`;
    element("a", { href, download: "seed.json" }).click();
  });
}
