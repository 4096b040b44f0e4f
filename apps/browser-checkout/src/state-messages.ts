import type { CheckoutState, Refusal, Working } from "./checkout-state.ts";

/** The text of a notice above the form. */
export interface Notice {
  readonly tone: "bad" | "warning" | "good";
  /** The name of a symbol in the page. */
  readonly icon: "cross" | "alert" | "question" | "offline" | "clock" | "lock" | "check";
  readonly title: string;
  readonly text: string;
  /** Next steps, in order. */
  readonly steps?: readonly string[];
}

/** The text while somebody waits: on the button, and below it. */
export interface Progress {
  readonly button: string;
  readonly text: string;
}

/** The texts of the states in which somebody waits. */
export const PROGRESS: Readonly<Record<Working, Progress>> = {
  minting: { button: "Preparing…", text: "Setting up a secure connection." },
  tokenizing: { button: "Saving card…", text: "Sending your card to Plastiq Connect. Please keep this page open." },
  "minting-again": {
    button: "Preparing again…",
    text: "The connection expired before it was used. Setting up a new one. Your card is not saved yet.",
  },
  "tokenizing-again": {
    button: "Saving card…",
    text: "Sending your card over the new connection. Please keep this page open.",
  },
};

/** Returns the notice of a state; undefined when it has none. */
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
        text: "Nothing was sent in the meantime. You can save the card now.",
      };
    case "unknown":
      return {
        tone: "warning",
        icon: "question",
        title: "We don’t know whether your card was saved",
        text: state.last4
          ? "Your card may have been sent, but we got no clear response. Before you try again:"
          : "This page was left while your card was being saved. Before you try again:",
        steps: [
          state.last4
            ? `Look in your saved cards for one that ends in ${state.last4}.`
            : "Look in your saved cards for the card that you were adding.",
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
    text: "Your card was not saved. Use another card, or ask your bank why.",
  },
  refused: {
    tone: "bad",
    icon: "cross",
    title: "The card details were not accepted",
    text: "Your card was not saved. Check the details and try again.",
  },
  expired: {
    tone: "warning",
    icon: "clock",
    title: "That took too long",
    text: "The connection expired twice before it was used. Your card was not saved. Try again.",
  },
  busy: {
    tone: "warning",
    icon: "clock",
    title: "We are busy right now",
    text: "Your card was not saved.",
  },
  "signed-out": {
    tone: "warning",
    icon: "lock",
    title: "You are signed out",
    text: "Your card was not sent. Sign in again in another tab, then save the card here. What you typed stays.",
  },
  unreachable: {
    tone: "warning",
    icon: "alert",
    title: "We couldn’t reach the server",
    text: "Your card was not sent. Check your connection and try again.",
  },
  offline: {
    tone: "warning",
    icon: "offline",
    title: "You are offline",
    text: "Your card was not sent. What you typed stays here. Save it when you are back online.",
  },
  unavailable: {
    tone: "bad",
    icon: "alert",
    title: "Something is wrong on our side",
    text: "Your card was not saved. Try again in a few minutes. If that does not help, contact support.",
  },
};

function tryAgainIn(retryAfter: number | undefined): string {
  if (!retryAfter) return "Try again in a moment.";
  const seconds = Math.ceil(retryAfter / 1_000);
  if (seconds > 90) return `Try again in ${Math.ceil(seconds / 60)} minutes.`;
  return `Try again in ${seconds} ${seconds === 1 ? "second" : "seconds"}.`;
}
