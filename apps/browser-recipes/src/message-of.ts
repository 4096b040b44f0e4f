import { isConnectError, isDeclined } from "@plastiq-connect/browser";

/** Returns what to tell the user about an error of `storeCard`. */
export function messageOf(error: unknown): string {
  if (isDeclined(error)) return "Your card was declined. Please use another one.";
  // An error that nobody expected says nothing about the card, either.
  if (!isConnectError(error) || error.outcome === "unknown") {
    return "We don’t know whether your card was saved. Check your saved cards before you try again.";
  }
  if (error.fields.length > 0) return "Your card was not saved. Check the marked fields.";
  return "Your card was not saved. Try again.";
}
