import type { InspectedRequest } from "../protocol.ts";
import { copyButton } from "./copy-button.ts";
import { element } from "./element.ts";
import { HINT_ICONS, type Hint } from "./hint.ts";
import { icon } from "./icon.ts";
import { span } from "./moment.ts";
import type { RowActions } from "./request-row.ts";

/** Returns everything about a request: its hints, facts, headers and bodies. */
export function requestDetail(
  request: InspectedRequest,
  hints: readonly Hint[],
  actions: RowActions,
): DocumentFragment {
  const fragment = document.createDocumentFragment();
  if (hints.length > 0)
    fragment.append(element("ul", { class: "hints" }, ...hints.map((hint) => hintItem(hint, actions))));
  const { response } = request;
  const columns = element(
    "div",
    { class: "detail-columns" },
    block("Summary", pairs(factsOf(request))),
    block("Request headers", pairs(Object.entries(request.headers))),
    block("Request body", body(request.body, "Request body, redacted", "No JSON body.")),
    block("Response headers", response ? pairs(Object.entries(response.headers)) : nothing(noResponse(request))),
    block("Response body", body(response?.body, "Response body, redacted", response ? "Empty." : noResponse(request))),
  );
  const copy = copyButton(`of request ${request.id}`, () => JSON.stringify(request, null, 2), "Copy as JSON");
  fragment.append(columns, element("div", { class: "detail-actions" }, copy));
  return fragment;
}

function hintItem({ kind, title, advice, see }: Hint, actions: RowActions): HTMLElement {
  const text = element("p", {}, element("strong", {}, title), element("span", {}, advice));
  const item = element("li", { class: "hint", "data-kind": kind }, icon(HINT_ICONS[kind]), text);
  if (see !== undefined) {
    const button = element("button", { type: "button" }, `Show request ${see}`);
    button.addEventListener("click", () => actions.open(see));
    item.append(button);
  }
  return item;
}

function factsOf(request: InspectedRequest): (readonly [string, string])[] {
  const { id, at, method, path, status, pending, duration, bearer, clientAddress, traceId, responseTraceId, fault } =
    request;
  const { refusal } = request;
  const facts: (readonly [string, string | undefined])[] = [
    ["request", String(id)],
    ["arrived", new Date(at).toISOString()],
    ["request line", `${method} ${path}`],
    ["status", status === null ? (pending ? "pending" : "no response") : String(status)],
    ["refused with", refusal?.code],
    ["because", refusal?.details.join(" ")],
    ["response began", pending ? undefined : `after ${span(duration)}`],
    ["bearer token", bearer ? `${bearer.label} · ${bearer.sha256}` : "none"],
    ["Trace-Id sent", traceId ?? "none"],
    ["Trace-Id returned", responseTraceId ?? undefined],
    ["caller address", clientAddress ?? undefined],
    ["fault", fault ?? undefined],
  ];
  return facts.flatMap(([name, value]) => (value === undefined ? [] : [[name, value] as const]));
}

function block(title: string, content: HTMLElement): HTMLElement {
  return element("section", {}, element("h3", {}, title), content);
}

function pairs(entries: readonly (readonly [string, string])[]): HTMLElement {
  return element(
    "dl",
    { class: "pairs" },
    ...entries.map(([name, value]) =>
      element(
        "div",
        {},
        element("dt", {}, name),
        element("dd", value === "[redacted]" ? { class: "redacted" } : {}, value === "" ? "(empty)" : value),
      ),
    ),
  );
}

function body(value: unknown, label: string, none: string): HTMLElement {
  if (value === undefined) return nothing(none);
  const text = typeof value === "string" ? value : JSON.stringify(value, null, 2);
  return element("pre", { tabindex: "0", role: "group", "aria-label": label }, text);
}

function nothing(text: string): HTMLElement {
  return element("p", { class: "nothing" }, text);
}

function noResponse({ pending }: InspectedRequest): string {
  return pending ? "Pending." : "None was sent.";
}
