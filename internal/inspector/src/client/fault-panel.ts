import type { Built, InspectedFault } from "../protocol.ts";
import { element, part, write } from "./element.ts";
import { icon } from "./icon.ts";
import type { Model } from "./model.ts";
import { callSandbox } from "./sandbox-calls.ts";

/** The panel of faults. */
export interface FaultPanel {
  /** Fills the pick lists. */
  offer(built: Built): void;
  /** Shows the queued faults. */
  update(): void;
}

/** Creates the form that injects a fault, and the list of queued faults. */
export function createFaultPanel(model: Model): FaultPanel {
  const form = part("fault-form", HTMLFormElement);
  const kind = part("fault-kind", HTMLSelectElement);
  const status = part("fault-status", HTMLInputElement);
  const times = part("fault-times", HTMLInputElement);
  const forever = part("fault-forever", HTMLInputElement);
  const message = part("fault-message", HTMLElement);
  const list = part("faults", HTMLUListElement);
  const clear = part("clear-faults", HTMLButtonElement);

  const fit = () => {
    for (const field of form.querySelectorAll<HTMLElement>("[data-for]")) {
      field.hidden = !field.dataset.for?.split(" ").includes(kind.value);
    }
    const isRedirect = kind.value === "redirect";
    status.min = isRedirect ? "301" : "400";
    status.max = isRedirect ? "308" : "599";
    const value = Number(status.value);
    if (value < Number(status.min) || value > Number(status.max)) status.value = isRedirect ? "307" : "503";
    status.disabled = kind.value !== "status" && !isRedirect;
    times.disabled = forever.checked;
  };
  form.addEventListener("change", fit);
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const refused = await callSandbox("POST", "faults", faultIn(new FormData(form)));
    write(message, refused ?? "");
    message.dataset.kind = refused ? "wrong" : "";
  });
  clear.addEventListener("click", async () => write(message, (await callSandbox("DELETE", "faults")) ?? ""));
  fit();
  let offered: unknown;
  return {
    offer({ operations, faultKinds }) {
      const facts = JSON.stringify([operations, faultKinds]);
      // Written anew only when something changed: what is selected must stay selected.
      if (facts === offered) return;
      offered = facts;
      part("fault-operation", HTMLSelectElement).replaceChildren(
        ...operations.map(({ name }) => element("option", {}, name)),
        element("option", { value: "*" }, "every operation"),
      );
      kind.replaceChildren(...faultKinds.map((name) => element("option", {}, name)));
      fit();
    },
    update() {
      const removed = async (id: number) => write(message, (await callSandbox("DELETE", `faults/${id}`)) ?? "");
      list.replaceChildren(...model.faults.map((fault) => faultItem(fault, removed)));
      list.hidden = model.faults.length === 0;
      part("no-faults", HTMLElement).hidden = model.faults.length > 0;
      clear.hidden = model.faults.length === 0;
    },
  };
}

function faultIn(data: FormData): Partial<InspectedFault> {
  const text = (name: string) => String(data.get(name) ?? "").trim();
  const kind = text("kind");
  const isStatus = kind === "status";
  return {
    operation: text("operation"),
    kind,
    times: data.has("forever") ? null : Number(text("times") || 1),
    ...((isStatus || kind === "redirect") && text("status") !== "" && { status: Number(text("status")) }),
    ...(isStatus && text("retryAfter") !== "" && { retryAfter: text("retryAfter") }),
    ...(text("field") !== "" && { where: { [text("field")]: text("value") } }),
    ...(text("delayMs") !== "" && { delayMs: Number(text("delayMs")) }),
  };
}

function faultItem(fault: InspectedFault, onRemove: (id: number) => void): HTMLElement {
  const { operation, kind, status, times = 1, delayMs, retryAfter, after, where = {} } = fault;
  const { payerId, carriedOut, location } = fault;
  const facts = [
    operation === "*" ? "every operation" : operation,
    ...(retryAfter === undefined ? [] : [`Retry-After ${retryAfter}`]),
    ...(location === undefined ? [] : [`to ${location}`]),
    ...(carriedOut === undefined ? [] : [carriedOut ? "takes effect" : "has no effect"]),
    ...(delayMs === undefined ? [] : [`after ${delayMs} ms`]),
    ...(payerId === undefined ? [] : [`payer ${payerId}`]),
    ...Object.entries(where).map(([field, value]) => `${field} = ${value}`),
    ...(after ? [`lets ${after} pass`] : []),
  ];
  const what = [kind, status ?? ""].join(" ").trim();
  const remove = element(
    "button",
    { type: "button", class: "remove" },
    "Remove",
    element("span", { class: "unseen" }, ` the fault ${what}`),
  );
  remove.addEventListener("click", () => onRemove(fault.id));
  return element(
    "li",
    { class: "fault" },
    icon("fault"),
    element(
      "div",
      {},
      element("span", { class: "upper" }, what),
      element("span", { class: "lower" }, facts.join(" · ")),
    ),
    element(
      "div",
      { class: "fault-end" },
      element("span", { class: "left" }, times === null ? "until removed" : times === 1 ? "once" : `${times} times`),
      remove,
    ),
  );
}
