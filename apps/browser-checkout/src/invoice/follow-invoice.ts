import type { InvoiceView } from "invoices";
import { FIRST_PAUSE, nextPause } from "./invoice-api.ts";

/** Listeners of {@link followInvoice}. */
export interface InvoiceListeners {
  onView(view: InvoiceView): void;
  /** Called when the connection is there, and from time to time while it is lost. */
  onConnection(isOpen: boolean): void;
}

/** How long a connection may be away before anybody is told: the server ends each one now and then. */
const PATIENCE = 3_000;

/** Follows an invoice for as long as the page is open. */
export function followInvoice(url: string, { onView, onConnection }: InvoiceListeners): void {
  let source: EventSource | undefined;
  let lost: number | undefined;
  let again: number | undefined;
  let pause = FIRST_PAUSE;

  function open(): void {
    window.clearTimeout(again);
    source?.close();
    source = new EventSource(url, { withCredentials: true });
    source.addEventListener("open", () => {
      window.clearTimeout(lost);
      lost = undefined;
      pause = FIRST_PAUSE;
      onConnection(true);
    });
    source.addEventListener("message", ({ data }) => onView(JSON.parse(data)));
    source.addEventListener("error", () => {
      lost ??= window.setTimeout(() => {
        lost = undefined;
        onConnection(false);
      }, PATIENCE);
      // After a response that is not one, and in Firefox after a refused connection, the browser gives up.
      if (source?.readyState !== EventSource.CLOSED) return;
      again = window.setTimeout(open, pause);
      pause = nextPause(pause);
    });
  }

  open();
  window.addEventListener("offline", () => onConnection(false));
  window.addEventListener("online", open);
  // Somebody comes back, perhaps from signing in.
  document.addEventListener("visibilitychange", () => {
    if (!document.hidden && source?.readyState !== EventSource.OPEN) open();
  });
  // A page that is kept for the way back must not hold a connection.
  window.addEventListener("pagehide", () => source?.close());
}
