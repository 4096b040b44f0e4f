import type { InvoiceView } from "invoices";
import { type Notice, PROGRESS, type Progress } from "../state-messages.ts";
import { money } from "./format.ts";
import type { Trouble } from "./invoice-api.ts";
import type { Work } from "./invoice-state.ts";

/** The texts while somebody waits for the card form. */
export function progressOf(work: Work | undefined): Progress | undefined {
  if (work === undefined || work === "sending") return undefined;
  if (work === "quoting") return { button: "Getting the total…", text: "Asking for the fee. Nothing is charged." };
  return PROGRESS[work];
}

/** Returns the notice that an invoice itself asks for. */
export function noticeOfInvoice({ status, refusal, quote }: InvoiceView): Notice | undefined {
  if (status === "open" && refusal === "declined") {
    return {
      tone: "bad",
      icon: "cross",
      title: "Your card was declined",
      text: "Nothing was charged. Use another card, or ask your bank why.",
    };
  }
  if (status === "open" && refusal === "not-accepted") {
    return {
      tone: "bad",
      icon: "cross",
      title: "This card can’t pay this invoice",
      text: "Nothing was charged. Use another card.",
    };
  }
  if (status === "quoted" && quote?.previousTotal) {
    return {
      tone: "warning",
      icon: "clock",
      title: "The total has changed",
      text: `It was ${money(quote.previousTotal)}, and is ${money(quote.total)} now. Nothing was charged.`,
    };
  }
  return undefined;
}

/** Returns the notice for a request that our server did not carry out. */
export function noticeOfTrouble(trouble: Trouble): Notice {
  return NOTICES[trouble];
}

/** Returns what is said beside a document that was not uploaded. */
export function documentProblem(trouble: Trouble): string {
  const { title, text } = NOTICES[trouble];
  return DOCUMENT_PROBLEMS[trouble] ?? `${title}. ${text}`;
}

const DOCUMENT_PROBLEMS: Readonly<Partial<Record<Trouble, string>>> = {
  unreachable: "We couldn’t reach the server. Try again.",
  missing: "This document is not needed any more. Load this page again.",
  provider: "Our payment provider did not take the file. Try again in a few minutes.",
};

/** Returns the notice for an invoice that cannot be shown. */
export function noticeOfLoading(trouble: Trouble): Notice {
  return trouble === "missing" ? NO_INVOICE : NOTICES[trouble];
}

const NO_INVOICE: Notice = {
  tone: "bad",
  icon: "alert",
  title: "We couldn’t find this invoice",
  text: "Check the link that you were sent. If you have another account, sign in with that one.",
};

/** The notice while there is no connection to our server. */
export const DISCONNECTED: Notice = {
  tone: "warning",
  icon: "offline",
  title: "We lost the connection",
  text: "We reconnect by ourselves and show you how far your invoice is. It can’t be paid twice.",
};

const NOTICES: Readonly<Record<Trouble, Notice>> = {
  unreachable: DISCONNECTED,
  "signed-out": {
    tone: "warning",
    icon: "lock",
    title: "You are signed out",
    text: "Sign in again in another tab, then continue here.",
  },
  missing: {
    tone: "bad",
    icon: "alert",
    title: "We couldn’t find that",
    text: "Load this page again, or choose another card.",
  },
  changed: {
    tone: "warning",
    icon: "clock",
    title: "Check the amounts again",
    text: "The card or the total was changed, perhaps in another tab. Nothing was charged.",
  },
  provider: {
    tone: "warning",
    icon: "alert",
    title: "Our payment provider did not respond",
    text: "Try again in a few minutes. The invoice can’t be paid twice.",
  },
  "document-type": {
    tone: "bad",
    icon: "alert",
    title: "This file is not accepted",
    text: "Choose a PDF, JPEG, GIF or Word file.",
  },
  "document-too-large": {
    tone: "bad",
    icon: "alert",
    title: "This file is too large",
    text: "Choose a file of at most 10 MB.",
  },
  failed: {
    tone: "bad",
    icon: "alert",
    title: "Something is wrong on our side",
    text: "Try again in a few minutes. If that does not help, contact support.",
  },
};
