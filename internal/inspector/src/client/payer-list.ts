import { copyButton } from "./copy-button.ts";
import { element } from "./element.ts";
import type { Model } from "./model.ts";
import { nameOf } from "./secret-list.ts";

/** The payers, newest first, each with what it can pay with. */
export function showPayers(list: HTMLUListElement, model: Model): void {
  const { payers, paymentMethods } = model.overview ?? { payers: [], paymentMethods: [] };
  // Written anew only when something changed: a focused button must stay where it is.
  const facts = JSON.stringify([payers, paymentMethods]);
  if (list.dataset.facts === facts) return;
  list.dataset.facts = facts;
  list.replaceChildren(
    ...[...payers].reverse().map(({ id, contact, status }) => {
      const methods = paymentMethods.filter(({ payerId }) => payerId === id);
      const name = nameOf(id, model);
      const person = [contact.firstName, contact.lastName].filter(Boolean).join(" ");
      return element(
        "li",
        { class: "payer" },
        element(
          "div",
          { class: "payer-name" },
          element("span", { class: "upper", dir: "auto" }, name),
          element("span", { class: "lower" }, id === model.built?.localPayerId ? "always there" : status.toLowerCase()),
        ),
        element(
          "div",
          { class: "payer-id" },
          element("code", {}, id),
          copyButton(`the id of ${name}`, () => id),
        ),
        element(
          "span",
          { class: "lower" },
          // Isolated: a name from right to left would change places with the address.
          ...[person, contact.email ?? contact.phone ?? ""]
            .filter((text) => text !== "" && text !== name)
            .flatMap((text, index) => [index > 0 ? " · " : "", element("bdi", {}, text)]),
        ),
        ...(methods.length > 0
          ? [
              element(
                "ul",
                { class: "methods", "aria-label": `Payment methods of ${name}` },
                ...methods.slice(-6).map(({ brand, last4 }) => element("li", {}, `${brand ?? "Bank"} ···· ${last4}`)),
              ),
            ]
          : []),
      );
    }),
  );
}
