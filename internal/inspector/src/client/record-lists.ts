import type { InspectedList } from "../protocol.ts";
import { copyButton } from "./copy-button.ts";
import { element } from "./element.ts";
import type { Model } from "./model.ts";
import { nameOf } from "./secret-list.ts";

/** Shows one list for each resource that has no panel of its own, with its newest record first. */
export function showRecordLists(target: HTMLElement, model: Model): void {
  const lists = (model.overview?.lists ?? []).map((list) => withNames(list, model));
  // Written anew only when something changed: an open list and a focused button must stay as they are.
  const facts = JSON.stringify(lists);
  if (target.dataset.facts === facts) return;
  target.dataset.facts = facts;
  const open = new Set([...target.querySelectorAll("details[open]")].map((details) => details.id));
  target.replaceChildren(...lists.map((list) => recordList(list, open)));
}

/** A payer's name says more than its id. */
function withNames(list: InspectedList, model: Model): InspectedList {
  const named = (fact: string) => fact.replace(/^payer (.+)/, (_, id: string) => `payer ${nameOf(id, model)}`);
  return { ...list, items: list.items.map((item) => ({ ...item, facts: item.facts.map(named) })) };
}

function recordList({ title, total, items }: InspectedList, open: ReadonlySet<string>): HTMLElement {
  const id = `records-${title.toLowerCase().replaceAll(" ", "-")}`;
  return element(
    "details",
    { id, class: "records", open: open.has(id) },
    element("summary", {}, title, " ", element("span", { class: "count" }, String(total))),
    total === 0
      ? element("p", { class: "nothing" }, "None yet.")
      : element("ul", { class: "scrolling", "aria-label": title }, ...[...items].reverse().map(record)),
  );
}

function record({ id, title, status, facts }: InspectedList["items"][number]): HTMLElement {
  return element(
    "li",
    { class: "payer" },
    element(
      "div",
      { class: "payer-name" },
      element("span", { class: "upper", dir: "auto" }, title),
      element("span", { class: "lower" }, status),
    ),
    element(
      "div",
      { class: "payer-id" },
      element("code", {}, id),
      copyButton(`the id of ${title}`, () => id),
    ),
    ...facts.map((fact) => element("span", { class: "lower" }, fact)),
  );
}
