import type { InspectedPayment, InspectedRequest } from "../protocol.ts";
import { copyButton } from "./copy-button.ts";
import { element } from "./element.ts";
import { timeOfDay } from "./moment.ts";
import type { PaymentLinks } from "./payment-list.ts";
import { statusText, toneOf } from "./status.ts";

/** More are read in the list of requests. */
const MOST_REQUESTS = 8;

/** The life of a payment as one line: its statuses, its documents, and the requests that touched it, by time. */
export function paymentSteps(
  payment: InspectedPayment,
  requests: readonly InspectedRequest[],
  { filter, open, lookUp }: PaymentLinks,
): HTMLElement {
  const { intentId, paymentId, createdAt, steps, documents } = payment;
  const shown = requests.slice(-MOST_REQUESTS);
  const moments = [
    { at: createdAt, order: 1, item: step("INTENT", createdAt, steps.length === 0) },
    ...steps.map(({ status, at }, index) => ({ at, order: 1, item: step(status, at, index === steps.length - 1) })),
    ...shown.map((request) => ({ at: request.at, order: 0, item: requestStep(request, open) })),
  ].sort((one, other) => one.at - other.at || one.order - other.order);
  const all = element("button", { type: "button", class: "link", "data-key": "all" }, "Show requests");
  all.append(element("span", { class: "unseen" }, ` of the payment of ${payment.total ?? "no amount"}`));
  all.addEventListener("click", () => {
    filter(intentId);
    lookUp(intentId);
  });
  return element(
    "div",
    { class: "payment-life" },
    element("ol", { class: "steps", "aria-label": "Life of the payment" }, ...moments.map(({ item }) => item)),
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

function requestStep(request: InspectedRequest, open: (id: number) => void): HTMLLIElement {
  const { id, operation, method } = request;
  const name = operation === "unknown" ? method : operation;
  const button = element(
    "button",
    { type: "button", class: "request-step", "data-tone": toneOf(request), "data-key": `request-${id}` },
    element("span", { class: "unseen" }, "Open request "),
    element("span", {}, `#${id} ${name} `),
    element("b", {}, statusText(request)),
  );
  button.addEventListener("click", () => open(id));
  return element("li", { class: "touch" }, button);
}

function idOf(what: string, id: string): HTMLElement {
  const copy = copyButton(`the id of the ${what} ${id}`, () => id, what);
  copy.dataset.key = `copy-${what}`;
  copy.title = id;
  return copy;
}
