import type { InspectedPayment, InspectedRequest } from "../protocol.ts";
import { copyButton } from "./copy-button.ts";
import { element } from "./element.ts";
import { timeOfDay } from "./moment.ts";
import type { PaymentLinks } from "./payment-list.ts";
import { statusText, toneOf } from "./status.ts";

/** More are read in the list of requests. A run counts once. */
const MOST_RUNS = 8;

/** Requests of one operation and one status that follow each other, such as a poll. */
type RequestRun = readonly [first: InspectedRequest, ...others: InspectedRequest[]];

/** The life of a payment as one line: its statuses, its documents, and the runs of requests that touched it, by time. */
export function paymentSteps(
  payment: InspectedPayment,
  requests: readonly InspectedRequest[],
  { filter, open, lookUp }: PaymentLinks,
): HTMLElement {
  const { intentId, paymentId, createdAt, steps, documents } = payment;
  const reached = [createdAt, ...steps.map(({ at }) => at)];
  const runs = runsOf(requests, reached).slice(-MOST_RUNS);
  const moments = [
    { at: createdAt, order: 1, item: step("INTENT", createdAt, steps.length === 0) },
    ...steps.map(({ status, at }, index) => ({ at, order: 1, item: step(status, at, index === steps.length - 1) })),
    ...runs.map((run) => ({ at: run[0].at, order: 0, item: requestStep(run, open) })),
  ].sort((one, other) => one.at - other.at || one.order - other.order);
  const all = element("button", { type: "button", class: "link", "data-key": "all" }, "Show requests");
  all.append(
    element(
      "span",
      { class: "unseen" },
      ` of the payment of ${payment.total ?? "no amount"}, intent ${payment.intentId.slice(0, 8)}`,
    ),
  );
  all.addEventListener("click", () => {
    filter(intentId);
    lookUp(intentId);
  });
  return element(
    "div",
    { class: "payment-life" },
    element("ol", { class: "steps", "aria-label": "History of the payment" }, ...moments.map(({ item }) => item)),
    element(
      "div",
      { class: "payment-ids" },
      ...documents.map(({ type, isUploaded }) =>
        element(
          "span",
          { class: "wanted", "data-uploaded": String(isUploaded) },
          `${type} ${isUploaded ? "uploaded" : "wanted"}`,
        ),
      ),
      idOf("intent", intentId),
      ...(paymentId === null ? [] : [idOf("payment", paymentId)]),
      all,
    ),
  );
}

function step(status: string, at: number, isLast: boolean): HTMLLIElement {
  return element(
    "li",
    { class: "step", "aria-current": isLast ? "step" : undefined },
    element("span", {}, status),
    element("time", { datetime: new Date(at).toISOString() }, timeOfDay(at, false)),
  );
}

/** Joins requests that follow each other, unless they differ or the payment moved between them. */
function runsOf(requests: readonly InspectedRequest[], reached: readonly number[]): readonly RequestRun[] {
  const kindOf = (request: InspectedRequest): string => {
    const stage = reached.filter((at) => at < request.at).length;
    return [stage, nameOf(request), statusText(request), toneOf(request)].join();
  };
  const runs: [InspectedRequest, ...InspectedRequest[]][] = [];
  for (const request of requests) {
    const run = runs.at(-1);
    if (run && kindOf(run[0]) === kindOf(request)) run.push(request);
    else runs.push([request]);
  }
  return runs;
}

const nameOf = ({ operation, method }: InspectedRequest): string => (operation === "unknown" ? method : operation);

/** A run is one button, which opens its last request. */
function requestStep(run: RequestRun, open: (id: number) => void): HTMLLIElement {
  const request = run.at(-1) ?? run[0];
  const { id } = request;
  const [number, name] = [`#${id}`, ` ${nameOf(request)} `];
  const result = element("span", { class: "request-result" }, element("b", {}, statusText(request)));
  const times = run.length > 1 ? ` ×${run.length}` : "";
  if (times) {
    result.append(element("span", { "aria-hidden": "true" }, times));
    result.append(element("span", { class: "unseen" }, `, the last of ${run.length} alike`));
  }
  const button = element(
    "button",
    {
      type: "button",
      class: "request-step",
      // A long line shortens the name.
      title: (number + name).trim(),
      "data-tone": toneOf(request),
      // It stays the same button while the run grows.
      "data-key": `request-${run[0].id}`,
    },
    element("span", { class: "unseen" }, "Open request "),
    element("span", { class: "request-name" }, number, element("span", { class: "operation-name" }, name)),
    result,
  );
  button.addEventListener("click", () => open(id));
  const item = element("li", { class: "touch" }, button);
  // A name gives way when the line is full. The number and the result do not.
  item.style.minWidth = `calc(${Math.max(number.length, (statusText(request) + times).length)}ch + 8px)`;
  return item;
}

function idOf(what: string, id: string): HTMLElement {
  const copy = copyButton(`the id of the ${what} ${id}`, () => id, what);
  copy.dataset.key = `copy-${what}`;
  copy.title = id;
  return copy;
}
