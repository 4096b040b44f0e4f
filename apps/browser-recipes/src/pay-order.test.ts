import { afterEach, describe, expect, it, vi } from "vitest";
import { messageOfResult, payButton, payOrder } from "./pay-order.ts";

const CARD = "0b6f1a52-0c6e-4f0e-9a55-3f1f8f3c7a10";
const TOTAL = { value: 1285.63, currency: "USD" };

afterEach(() => {
  vi.unstubAllGlobals();
});

const respond = (status: number, body: string) => vi.stubGlobal("fetch", async () => new Response(body, { status }));

describe("payOrder", () => {
  it.each([
    [502, "<h1>Bad Gateway</h1>"],
    [504, '{"message":"Endpoint request timed out"}'],
    [500, '{"type":"about:blank","title":"Internal Server Error","status":500}'],
    [200, '{"status":"constructor"}'],
    [200, "null"],
    [200, '{"status":"failed"}'],
    [500, '{"status":"paid"}'],
  ])("does not know whether the order is paid when a gateway responds with %i %s", async (status, body) => {
    respond(status, body);
    const result = await payOrder(CARD, TOTAL);
    expect(messageOfResult(result)).toContain("We don’t know yet");
    // The same total again: the server pays an order once.
    expect(payButton(result)).toBe("Pay $1,285.63");
  });

  it("says nothing about a payment while the payer has agreed to none", async () => {
    respond(502, "<h1>Bad Gateway</h1>");
    const result = await payOrder(CARD);
    expect(messageOfResult(result)).toBe("That did not work. Try again.");
    expect(payButton(result)).toBe("Try again");
  });

  // A press before, whose response was lost, may have paid: only the server's "declined" says that nothing was charged.
  it.each([
    [200, "quoted", "This is the total with your card."],
    [200, "paid", "Paid. Thank you!"],
    [402, "declined", "Your card was declined. Please use another one."],
    [409, "total-changed", "The total has changed. Please look at it again."],
    [400, "invalid", "That did not work. Try again."],
    [401, "refused", "That did not work. Try again."],
    [403, "refused", "That did not work. Try again."],
    [502, "failed", "That did not work. Try again."],
    [
      503,
      "unknown",
      "We don’t know yet whether your order is paid. Press the button to find out. If you still see this in an hour, contact us.",
    ],
  ])("when the server responds with %i %s, says: %s", async (status, word, message) => {
    respond(status, JSON.stringify({ status: word }));
    expect(messageOfResult(await payOrder(CARD, TOTAL))).toBe(message);
  });

  it("does not say that nothing was paid when the session ends after a lost response", async () => {
    respond(503, '{"status":"unknown"}');
    const first = await payOrder(CARD, TOTAL);
    respond(401, '{"status":"refused"}');
    const second = await payOrder(CARD, first.total);
    expect(messageOfResult(second)).toBe("That did not work. Try again.");
    expect(payButton(second)).toBe("Try again");
  });
});
