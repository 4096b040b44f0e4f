import type { CheckoutState, Refusal, Working } from "./checkout-state.ts";

/** What a notice says above the form. */
export interface Notice {
  readonly tone: "bad" | "warning" | "good";
  /** The name of a symbol in the page. */
  readonly icon: "cross" | "alert" | "question" | "offline" | "clock" | "lock" | "check";
  readonly title: string;
  readonly text: string;
  /** What to do, in this order. */
  readonly steps?: readonly string[];
}

/** What is said while somebody waits: on the button, and below it. */
export interface Progress {
  readonly button: string;
  readonly text: string;
}

/** The words of every state in which somebody waits. */
export const PROGRESS: Readonly<Record<Working, Progress>> = {
  minting: { button: "Getting permission…", text: "Asking Fernhill for a permission that works once." },
  tokenizing: { button: "Saving card…", text: "Sending your card to Plastiq Connect." },
  "minting-again": {
    button: "Asking again…",
    text: "The permission ran out before it was used. Asking for a new one; your card is not saved yet.",
  },
  "tokenizing-again": { button: "Saving card…", text: "Sending your card once more, with the new permission." },
};

/** What a state says above the form; undefined when there is nothing to say. */
export function noticeOf(state: CheckoutState): Notice | undefined {
  switch (state.kind) {
    case "idle":
    case "done":
    case "minting":
    case "tokenizing":
    case "minting-again":
    case "tokenizing-again":
      return undefined;
    case "back-online":
      return {
        tone: "good",
        icon: "check",
        title: "You are online again",
        text: "Everything you typed is still here, and nothing was sent. You can save the card now.",
      };
    case "unknown":
      return {
        tone: "warning",
        icon: "question",
        title: "We don’t know whether your card was saved",
        text: "Your card was sent, but no clear answer came back. Before you try again:",
        steps: [
          `Look among your saved cards for one that ends in ${state.last4}.`,
          "If it is there, you are done.",
          "If it is still not there after a few minutes, add it again.",
        ],
      };
    case "busy":
      return { ...REFUSALS.busy, text: `${REFUSALS.busy.text} ${tryAgainIn(state.retryAfter)}` };
    default:
      return REFUSALS[state.kind];
  }
}

const REFUSALS: Readonly<Record<Refusal, Notice>> = {
  declined: {
    tone: "bad",
    icon: "cross",
    title: "Your card was declined",
    text: "It was not saved. Use another card, or ask your bank why.",
  },
  refused: {
    tone: "bad",
    icon: "cross",
    title: "The card details were not accepted",
    text: "Your card was not saved. Check the number, the expiry date and the security code.",
  },
  expired: {
    tone: "warning",
    icon: "clock",
    title: "That took too long",
    text: "Two permissions in a row ran out before they were used. Your card was not saved. Try again.",
  },
  busy: {
    tone: "warning",
    icon: "clock",
    title: "It is busy right now",
    text: "Your card was not saved.",
  },
  "signed-out": {
    tone: "warning",
    icon: "lock",
    title: "You are signed out",
    text: "Your card was not sent. Sign in again in another tab, then save it here: what you typed stays.",
  },
  unreachable: {
    tone: "warning",
    icon: "alert",
    title: "We could not reach the server",
    text: "Your card was not sent. Check your connection and try again.",
  },
  offline: {
    tone: "warning",
    icon: "offline",
    title: "You are offline",
    text: "Your card was not sent. What you typed stays here; save it when you are back online.",
  },
  unavailable: {
    tone: "bad",
    icon: "alert",
    title: "Something is wrong on our side",
    text: "Your card was not saved. Try again in a few minutes; if it stays like this, tell our support.",
  },
};

function tryAgainIn(retryAfter: number | undefined): string {
  if (!retryAfter) return "Try again in a moment.";
  const seconds = Math.ceil(retryAfter / 1_000);
  if (seconds > 90) return `Try again in ${Math.ceil(seconds / 60)} minutes.`;
  return `Try again in ${seconds} ${seconds === 1 ? "second" : "seconds"}.`;
}
