import type { InspectedRequest } from "../protocol.ts";
import { agentName } from "./agent-name.ts";
import { element, write } from "./element.ts";
import { HINT_ICONS, type Hint, hintsFor } from "./hint.ts";
import { icon } from "./icon.ts";
import type { Model } from "./model.ts";
import { span, timeOfDay } from "./moment.ts";
import { requestDetail } from "./request-detail.ts";
import { statusBadge, statusText, toneOf } from "./status.ts";

/** Actions of a click in a row. */
export interface RowActions {
  filter(text: string): void;
  open(id: number): void;
}

/** One request in the list. It is kept and updated, so that neither focus nor an opened row gets lost. */
export interface RequestRow {
  readonly item: HTMLLIElement;
  readonly button: HTMLButtonElement;
  update(request: InspectedRequest): void;
  toggle(open?: boolean): void;
}

/** A closed row. Its detail is made when it is opened, and again with every update while it stays open. */
export function createRequestRow(first: InspectedRequest, model: Model, actions: RowActions): RequestRow {
  let request = first;
  let isOpen = false;
  const detail = element("div", { class: "detail", id: `request-${first.id}-detail`, hidden: true });
  const button = element("button", {
    type: "button",
    class: "open",
    "aria-expanded": "false",
    "aria-controls": detail.id,
  });
  const line = element("div", { class: "line" });
  const reason = element("div", { class: "reason" });
  const item = element("li", { class: "request" }, line, reason, detail);
  line.addEventListener("click", ({ target }) => {
    // A drag that selects text is not a click on the row.
    if (target instanceof Element && !target.closest("button") && getSelection()?.isCollapsed !== false) toggle();
  });
  button.addEventListener("click", () => toggle());

  let filled = "";
  const fill = () => {
    const hints = hintsFor(request, model);
    const facts = JSON.stringify([request, hints]);
    if (facts === filled) return;
    filled = facts;
    item.dataset.tone = toneOf(request);
    write(button, "");
    button.append(...heading(request));
    const focused = document.activeElement;
    line.replaceChildren(
      twoLines("when", timeOf(request), request.pending ? "" : span(request.duration)),
      element("div", { class: "how" }, statusBadge(request)),
      element("div", { class: "what" }, button),
      bearerOf(request),
      endUserOf(request),
      traceOf(request, actions),
    );
    if (focused === button) button.focus({ preventScroll: true });
    reason.replaceChildren(...hints.slice(0, 1).map((hint) => hintLine(hint)));
    if (isOpen) detail.replaceChildren(requestDetail(request, hints, actions));
  };
  const toggle = (open = !isOpen) => {
    isOpen = open;
    button.setAttribute("aria-expanded", String(open));
    item.classList.toggle("opened", open);
    detail.hidden = !open;
    detail.replaceChildren(...(open ? [requestDetail(request, hintsFor(request, model), actions)] : []));
  };
  fill();
  return {
    item,
    button,
    toggle,
    update(next) {
      request = next;
      fill();
    },
  };
}

function heading(request: InspectedRequest): (HTMLElement | string)[] {
  const { id, operation, method, path } = request;
  return [
    element("span", { class: "unseen" }, `Request ${id}, ${statusText(request)}: `),
    element("span", { class: "operation" }, operation === "unknown" && isPreflight(request) ? "preflight" : operation),
    " ",
    element("span", { class: "path", title: `${method} ${path}` }, `${method} ${path}`),
  ];
}

function timeOf({ at }: InspectedRequest): HTMLElement {
  return element("time", { datetime: new Date(at).toISOString() }, timeOfDay(at));
}

function twoLines(name: string, upper: HTMLElement | string, lower: HTMLElement | string): HTMLElement {
  return element(
    "div",
    { class: name },
    element("div", { class: "upper" }, upper),
    element("div", { class: "lower" }, lower),
  );
}

/** A preflight asks for a later request: it brings no credential, and needs none. */
function isPreflight({ method, status }: InspectedRequest): boolean {
  return method === "OPTIONS" && status === 204;
}

function bearerOf(request: InspectedRequest): HTMLElement {
  const { bearer } = request;
  if (!bearer)
    return twoLines(
      "who",
      element("span", isPreflight(request) ? { class: "none" } : { class: "missing" }, "no bearer"),
      "",
    );
  const name = bearer.label === "unknown" ? element("span", { class: "missing" }, "unknown") : bearer.label;
  return twoLines("who", name, element("span", { title: `SHA-256 starts with ${bearer.sha256}` }, bearer.sha256));
}

function endUserOf({ headers }: InspectedRequest): HTMLElement {
  const agent = headers["user-agent"];
  const upper = agent
    ? element("span", { title: agent }, agentName(agent))
    : element("span", { class: "missing" }, "no User-Agent");
  const facts = [
    ["ip", headers["end-user-ip"]],
    ["device", headers["end-user-device-id"]],
  ].flatMap(([name, value]) => (value ? [`${name} ${value}`] : []));
  const lower = facts.join(" · ");
  return twoLines("end-user", upper, element("span", { title: lower }, lower));
}

function traceOf({ traceId, responseTraceId }: InspectedRequest, actions: RowActions): HTMLElement {
  const id = responseTraceId ?? traceId;
  if (!id) return twoLines("trace", "", "");
  const button = element("button", { type: "button", class: "trace-id", title: `Show only trace id ${id}` }, id);
  button.addEventListener("click", () => actions.filter(id));
  return twoLines("trace", button, traceId === null ? "made by sandbox" : traceId === id ? "sent" : "replaced");
}

function hintLine({ kind, title }: Hint): HTMLElement {
  return element("p", { class: "hint-line", "data-kind": kind }, icon(HINT_ICONS[kind]), element("span", {}, title));
}
