import { element } from "./element.ts";
import { type IconName, icon } from "./icon.ts";

const looks: Readonly<Record<string, { readonly tone: string; readonly drawing: IconName }>> = {
  CAPTURABLE: { tone: "waiting", drawing: "dots" },
  NOT_CAPTURABLE: { tone: "refused", drawing: "warning" },
  EXPIRED: { tone: "broken", drawing: "dash" },
  SUBMITTED: { tone: "waiting", drawing: "dots" },
  CHARGED: { tone: "ok", drawing: "check" },
  UNDER_REVIEW: { tone: "refused", drawing: "info" },
  IN_TRANSIT: { tone: "moved", drawing: "arrow" },
  DEPOSITED: { tone: "ok", drawing: "check" },
  REFUNDED: { tone: "moved", drawing: "arrow" },
  NOT_CAPTURED: { tone: "broken", drawing: "cross" },
};

/** The status of a payment: color, drawing and text, so that it can be told without any one of them. */
export function statusLabel(status: string): HTMLElement {
  const { tone, drawing } = looks[status] ?? { tone: "waiting", drawing: "dots" };
  return element("span", { class: "status", "data-tone": tone }, icon(drawing), status);
}
