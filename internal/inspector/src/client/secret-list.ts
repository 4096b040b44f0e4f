import type { InspectedSecret } from "../protocol.ts";
import { element, write } from "./element.ts";
import { icon, ring } from "./icon.ts";
import { type Model, sandboxNow, secretState } from "./model.ts";
import { countdown, span } from "./moment.ts";

interface SecretItem {
  readonly item: HTMLLIElement;
  update(secret: InspectedSecret): void;
}

/** The client secrets, newest first, with what is left of each. */
export interface SecretList {
  update(): void;
  /** Moves the countdowns on. */
  tick(): void;
}

/** Fills the list from the model at each `update`. `filter` gets the label of the client secret that was clicked. */
export function createSecretList(list: HTMLUListElement, model: Model, filter: (label: string) => void): SecretList {
  let items = new Map<string, SecretItem>();
  const tick = () => {
    for (const secret of model.overview?.clientSecrets ?? []) items.get(keyOf(secret))?.update(secret);
  };
  return {
    tick,
    update() {
      const secrets = [...(model.overview?.clientSecrets ?? [])].reverse();
      const kept = new Map<string, SecretItem>();
      for (const secret of secrets)
        kept.set(keyOf(secret), items.get(keyOf(secret)) ?? secretItem(secret, model, filter));
      for (const [key, { item }] of items) if (!kept.has(key)) item.remove();
      items = kept;
      for (const [index, { item }] of [...kept.values()].entries()) {
        if (list.children[index] !== item) list.insertBefore(item, list.children[index] ?? null);
      }
      tick();
    },
  };
}

const keyOf = ({ label, sha256 }: InspectedSecret): string => `${label} ${sha256}`;

function secretItem(first: InspectedSecret, model: Model, filter: (label: string) => void): SecretItem {
  const { svg, set } = ring();
  const mark = element("span", { class: "secret-mark" }, svg);
  const label = element("button", { type: "button", class: "link", title: "Show only its requests" }, first.label);
  label.addEventListener("click", () => filter(first.label));
  const payer = element("span", { class: "lower", dir: "auto" });
  const state = element("span", { class: "upper" });
  const left = element("span", { class: "lower" });
  const item = element(
    "li",
    { class: "secret" },
    mark,
    element("div", { class: "secret-name" }, label, element("span", { class: "lower mono" }, first.sha256), payer),
    element("div", { class: "secret-state" }, state, left),
  );
  const update = (secret: InspectedSecret) => {
    const now = sandboxNow(model);
    const is = secretState(secret, model);
    if (item.dataset.state !== is) {
      item.dataset.state = is;
      mark.replaceChildren(is === "live" ? svg : icon(is === "spent" ? "check" : "dash"));
    }
    if (is === "live") set((secret.expiresAt - now) / (secret.expiresAt - secret.createdAt));
    write(state, is === "live" ? countdown(secret.expiresAt - now) : is);
    write(left, is === "live" ? "live" : is === "expired" ? `${agoOf(now - secret.expiresAt)} ago` : "used once");
    write(payer, nameOf(secret.payerId, model));
  };
  return { item, update };
}

/** Returns whole seconds: a text that changes more often cannot be read. */
function agoOf(ms: number): string {
  return span(Math.max(1_000, Math.floor(ms / 1000) * 1000));
}

/** Returns the name of a payer. */
export function nameOf(payerId: string | null, { overview }: Model): string {
  if (payerId === null) return "any payer";
  const payer = overview?.payers.find(({ id }) => id === payerId);
  // Only the newest payers are known here.
  const isDeleted = !payer && overview?.payers.length === overview?.totals.payers;
  return payer?.name || (isDeleted ? `${payerId} (deleted)` : payerId);
}
