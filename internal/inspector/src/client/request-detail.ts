import type { InspectedRequest } from "../protocol.ts";
import { copyButton } from "./copy-button.ts";
import { element } from "./element.ts";
import type { Hint } from "./hint.ts";
import { icon } from "./icon.ts";
import { span } from "./moment.ts";
import type { RowWishes } from "./request-row.ts";

/** All that is known of a request: what is wrong, the facts, every header and the body. */
export function requestDetail(request: InspectedRequest, hints: readonly Hint[], wishes: RowWishes): DocumentFragment {
  const fragment = document.createDocumentFragment();
  if (hints.length > 0)
    fragment.append(element("ul", { class: "hints" }, ...hints.map((hint) => hintItem(hint, wishes))));
  const columns = element(
    "div",
    { class: "detail-columns" },
    block("Facts", pairs(factsOf(request))),
    block("Headers", pairs(Object.entries(request.headers))),
    block("Body", body(request.body)),
  );
  const copy = copyButton(`of request ${request.id}`, () => JSON.stringify(request, null, 2), "Copy as JSON");
  fragment.append(columns, element("div", { class: "detail-actions" }, copy));
  return fragment;
}

function hintItem({ kind, title, advice, see }: Hint, wishes: RowWishes): HTMLElement {
  const drawing = { wrong: "warning", doubtful: "info", ordered: "fault" } as const;
  const text = element("p", {}, element("strong", {}, title), element("span", {}, advice));
  const item = element("li", { class: "hint", "data-kind": kind }, icon(drawing[kind]), text);
  if (see !== undefined) {
    const button = element("button", { type: "button" }, `Show request ${see}`);
    button.addEventListener("click", () => wishes.open(see));
    item.append(button);
  }
  return item;
}

function factsOf(request: InspectedRequest): (readonly [string, string])[] {
  const { id, at, method, path, status, pending, durationMs, bearer, clientAddress, traceId, answeredTraceId, fault } =
    request;
  const { refusal } = request;
  const facts: (readonly [string, string | undefined])[] = [
    ["request", String(id)],
    ["arrived", new Date(at).toISOString()],
    ["request line", `${method} ${path}`],
    ["status", status === null ? (pending ? "pending" : "no response") : String(status)],
    ["refused with", refusal?.code],
    ["because", refusal?.details.join(" ")],
    ["answer began", pending ? undefined : `after ${span(durationMs)}`],
    ["bearer", bearer ? `${bearer.label} · ${bearer.sha256}` : "none"],
    ["trace id sent", traceId ?? "none"],
    ["trace id back", answeredTraceId ?? undefined],
    ["caller", clientAddress ?? undefined],
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

function body(value: unknown): HTMLElement {
  if (value === undefined) return element("p", { class: "nothing" }, "No JSON body.");
  const text = JSON.stringify(value, null, 2);
  return element("pre", { tabindex: "0", role: "group", "aria-label": "Body, redacted" }, text);
}
