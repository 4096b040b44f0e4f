import type { InvoiceView, SavedCard } from "invoices";
import type { Working } from "../checkout-state.ts";
import type { Notice } from "../state-messages.ts";

/** The event that the page waits for. */
export type Work = Working | "quoting" | "sending";

/** All that the page shows. */
export interface InvoiceState {
  /** The invoice as the server last told it. */
  readonly invoice?: InvoiceView | undefined;
  readonly cards: readonly SavedCard[];
  readonly work?: Work | undefined;
  /** The person wants another card than the chosen one. */
  readonly isChoosing: boolean;
  readonly notice?: Notice | undefined;
  /** The trace id to quote. */
  readonly reference?: string | undefined;
  /** Why there is no invoice to show. */
  readonly trouble?: "signed-out" | "missing" | "unreachable" | undefined;
}

/** The name of what is shown: `data-state` of the page. */
export type InvoiceScreen = Work | InvoiceView["status"] | "loading" | NonNullable<InvoiceState["trouble"]>;

/** Returns the name of what is shown. */
export function screenOf({ invoice, work, isChoosing, trouble }: InvoiceState): InvoiceScreen {
  if (!invoice) return trouble ?? "loading";
  const { status } = invoice;
  // The server's state takes precedence over the page's own.
  if (status === "paid" || status === "paying") return status;
  if (work) return work;
  return isChoosing ? "open" : status;
}
