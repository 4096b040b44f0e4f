import type { InspectedDelivery } from "../protocol.ts";
import { element, part, write } from "./element.ts";
import type { Model } from "./model.ts";
import { span, timeOfDay } from "./moment.ts";
import { callSandbox } from "./sandbox-calls.ts";
import { statusBadge } from "./status.ts";

/** The webhook deliveries, newest first. */
export interface DeliveryList {
  update(): void;
}

/** Fills the list from the model at each `update`. `filter` gets the id of the resource that was clicked. */
export function createDeliveryList(model: Model, filter: (id: string) => void): DeliveryList {
  const list = part("deliveries", HTMLOListElement);
  const message = part("delivery-message", HTMLElement);
  const items = new Map<string, HTMLLIElement>();
  const sendAgain = async (id: string) => write(message, (await callSandbox("POST", `deliveries/${id}/again`)) ?? "");
  const fill = (item: HTMLLIElement, delivery: InspectedDelivery) => {
    const facts = JSON.stringify(delivery);
    if (item.dataset.facts === facts) return;
    item.dataset.facts = facts;
    const isOpen = item.querySelector("details")?.open ?? false;
    const focused = item.contains(document.activeElement) ? document.activeElement?.tagName.toLowerCase() : undefined;
    item.replaceChildren(heading(delivery, filter, sendAgain), detail(delivery, isOpen));
    if (focused) item.querySelector<HTMLElement>(focused)?.focus({ preventScroll: true });
  };
  return {
    update() {
      const { items: sent, total } = model.deliveries;
      const newestFirst = [...sent].reverse();
      part("deliveries-panel", HTMLElement).hidden = total === 0;
      write(part("delivery-count", HTMLElement), sent.length === total ? String(total) : `${sent.length} of ${total}`);
      for (const [id, item] of items) {
        if (sent.some((delivery) => delivery.id === id)) continue;
        item.remove();
        items.delete(id);
      }
      for (const [index, delivery] of newestFirst.entries()) {
        const item = items.get(delivery.id) ?? element("li", { class: "delivery" });
        items.set(delivery.id, item);
        if (list.children[index] !== item) list.insertBefore(item, list.children[index] ?? null);
        fill(item, delivery);
      }
    },
  };
}

/** The status of the last attempt, as requests have theirs. */
function badge({ attempts, state }: InspectedDelivery): HTMLElement {
  const status = attempts.at(-1)?.status ?? null;
  return statusBadge({ status, pending: state === "pending" && attempts.length === 0 });
}

function heading(
  delivery: InspectedDelivery,
  filter: (id: string) => void,
  sendAgain: (id: string) => void,
): HTMLElement {
  const { event, attempts, state, receiver, id, dueAt } = delivery;
  const type = event.data.type ?? "";
  const about = element(
    "button",
    { type: "button", class: "link", title: "Show only the requests about it" },
    event.data.id,
  );
  about.addEventListener("click", () => filter(event.data.id));
  const again = element(
    "button",
    { type: "button", class: "remove" },
    "Send again",
    element("span", { class: "unseen" }, ` ${event.event} ${type}`),
  );
  again.addEventListener("click", () => sendAgain(id));
  const count = attempts.length === 1 ? "1 attempt" : `${attempts.length} attempts`;
  const due = state === "pending" && attempts.length > 0 ? `, next at ${timeOfDay(dueAt, false)}` : "";
  return element(
    "div",
    { class: "delivery-line" },
    badge(delivery),
    element(
      "div",
      { class: "delivery-what" },
      element("span", { class: "operation" }, `${event.event} ${type}`),
      element("span", { class: "lower" }, about),
    ),
    element(
      "div",
      { class: "delivery-how" },
      element("span", { class: "upper" }, receiver),
      element("span", { class: "lower" }, `${state}, ${count}${due}`),
    ),
    again,
  );
}

function detail({ body, attempts, event, receiver }: InspectedDelivery, isOpen: boolean): HTMLElement {
  const label = `${event.event} ${event.data.type ?? ""}`;
  return element(
    "details",
    { open: isOpen },
    element("summary", {}, "Request and responses", element("span", { class: "unseen" }, ` of ${label}`)),
    element("h3", {}, `POST ${receiver}`),
    element("pre", { tabindex: "0", role: "group", "aria-label": `Body of ${label}` }, pretty(body)),
    element(
      "ol",
      { class: "attempts", "aria-label": "Attempts" },
      ...attempts.map((attempt, index) =>
        element(
          "li",
          {},
          element(
            "span",
            { class: "lower" },
            `Attempt ${index + 1}, ${timeOfDay(attempt.at)}: ${attempt.status ?? "no response"} after ${span(attempt.duration)}`,
          ),
          ...(attempt.response ? responseParts(attempt.response, index + 1, label) : []),
        ),
      ),
    ),
  );
}

function responseParts(
  { headers, body }: NonNullable<InspectedDelivery["attempts"][number]["response"]>,
  count: number,
  label: string,
): readonly HTMLElement[] {
  const lines = Object.entries(headers).map(([name, value]) => `${name}: ${value}`);
  const text = [...lines, ...(body === "" ? [] : ["", pretty(body)])].join("\n");
  if (text === "") return [];
  return [element("pre", { tabindex: "0", role: "group", "aria-label": `Response ${count} to ${label}` }, text)];
}

function pretty(text: string): string {
  try {
    return JSON.stringify(JSON.parse(text), null, 2);
  } catch {
    return text;
  }
}
