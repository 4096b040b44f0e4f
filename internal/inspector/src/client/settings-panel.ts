import { part, write } from "./element.ts";
import type { Model } from "./model.ts";
import { callSandbox } from "./sandbox-calls.ts";

/** Creates the panel of settings. `update` shows what the sandbox has: another client may have changed it. */
export function createSettingsPanel(model: Model): { update(): void } {
  const message = part("settings-message", HTMLElement);
  const vocabulary = part("vocabulary", HTMLSelectElement);
  const pagination = part("pagination", HTMLSelectElement);
  const autopilot = part("autopilot", HTMLInputElement);
  const put = async (path: string, body: object) => write(message, (await callSandbox("PUT", path, body)) ?? "");
  vocabulary.addEventListener("change", () => put("vocabulary", { vocabulary: vocabulary.value }));
  pagination.addEventListener("change", () => put("pagination", { pagination: pagination.value }));
  autopilot.addEventListener("change", () => put("autopilot", { isOn: autopilot.checked }));
  return {
    update() {
      const { settings } = model.overview ?? {};
      if (!settings) return;
      vocabulary.value = settings.vocabulary;
      pagination.value = settings.pagination;
      autopilot.checked = settings.autopilot;
    },
  };
}
