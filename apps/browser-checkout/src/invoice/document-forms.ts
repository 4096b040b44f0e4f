import type { InvoiceView } from "invoices";
import { element } from "../element.ts";
import type { InvoiceApi } from "./invoice-api.ts";
import { documentProblem } from "./invoice-messages.ts";
import { documentName } from "./payment-messages.ts";

const MOST = 10_000_000;

/** Shows a form for each document that the vendor asked for, as long as it waits for one. A form stays as it is while somebody uses it. */
export function showDocuments({ payment }: InvoiceView, api: InvoiceApi, onView: (view: InvoiceView) => void): void {
  const box = element("documents");
  box.hidden = payment?.status !== "UNDER_REVIEW";
  const known = new Map([...box.children].map((form) => [(form as HTMLElement).dataset.type, form as HTMLFormElement]));
  for (const { type, isUploaded } of payment?.documents ?? []) {
    const form = known.get(type) ?? addForm(box, type, api, onView);
    form.dataset.uploaded = String(isUploaded);
    part(form, "text").textContent = isUploaded
      ? "Thank you. We have received it, and go on with your payment."
      : "The payment provider asked for it to review your payment.";
    part(form, "fields").hidden = isUploaded;
  }
}

function part<Kind extends HTMLElement = HTMLElement>(form: Element, name: string): Kind {
  return form.querySelector(`.document-${name}`) as Kind;
}

function addForm(
  box: HTMLElement,
  type: string,
  api: InvoiceApi,
  onView: (view: InvoiceView) => void,
): HTMLFormElement {
  const copy = element<HTMLTemplateElement>("document").content.cloneNode(true) as DocumentFragment;
  const form = copy.querySelector("form") as HTMLFormElement;
  const error = form.querySelector(".error") as HTMLElement;
  const button = form.querySelector("button") as HTMLButtonElement;
  const file = part<HTMLInputElement>(form, "file");
  form.dataset.type = type;
  part(form, "title").textContent = documentName(type);
  // Two forms have buttons of the same name.
  form.setAttribute("aria-label", documentName(type));

  const show = (message: string | undefined): void => {
    error.hidden = message === undefined;
    error.textContent = message ?? "";
  };
  file.addEventListener("change", () => show(undefined));
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (button.getAttribute("aria-disabled") === "true") return;
    const [chosen] = file.files ?? [];
    if (!chosen) return show("Choose a file first.");
    if (chosen.size === 0) return show("This file is empty.");
    if (chosen.size > MOST) return show(documentProblem("document-too-large"));
    show(undefined);
    button.setAttribute("aria-disabled", "true");
    button.textContent = "Uploading…";
    const reply = await api.upload(type, chosen);
    button.removeAttribute("aria-disabled");
    button.textContent = "Upload";
    if (reply.ok) {
      const isLeft = document.activeElement !== button;
      onView(reply.value);
      if (isLeft) return;
      // The button that was pressed is gone.
      const confirmation = box.hidden ? element("receipt-title") : part(form, "text");
      confirmation.focus();
      return;
    }
    show(documentProblem(reply.trouble));
  });
  box.append(copy);
  return form;
}
