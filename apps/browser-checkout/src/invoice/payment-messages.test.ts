import { expect, it } from "vitest";
import { receiptMessages } from "./payment-messages.ts";

it.each([
  ["NOT_CAPTURED", "Your card could not be charged. Fernhill was not paid. Contact us to pay again."],
  ["CANCELLED", "Fernhill was not paid. Contact us to pay again."],
  ["REFUNDED", "Fernhill was not paid, and the money goes back to your card. Contact us to pay again."],
  ["HELD_BY_BANK", "We show here when Fernhill gets the money. If you have a question, contact us."],
])("describes the final state of the money, as far as it is known: %s", (status, lead) => {
  const messages = receiptMessages({ status, documents: [] }, "Fernhill");
  expect([messages.lead, messages.steps]).toEqual([lead, undefined]);
});

it("does not say that the card was charged before the vendor says so", () => {
  const { steps = [] } = receiptMessages({ documents: [] }, "Fernhill");
  expect(steps.find(({ state }) => state === "current")?.text).toBe("Payment started");
});
