import { afterEach, describe, expect, it, vi } from "vitest";
import { messageOfAnswer, payButton, payOrder } from "./pay-order.ts";

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
  ])("does not know whether the order is paid when a gateway responds with %i %s", async (status, body) => {
    respond(status, body);
    const answer = await payOrder(CARD, TOTAL);
    expect(messageOfAnswer(answer)).toContain("We don’t know yet");
    // The same total again: the server pays an order once.
    expect(payButton(answer)).toBe("Pay $1,285.63");
  });

  it.each([
    [402, "declined"],
    [502, "failed"],
    [400, "invalid"],
  ])("tells that nothing was paid when the server responds with %i %s", async (status, word) => {
    respond(status, JSON.stringify({ status: word }));
    expect(messageOfAnswer(await payOrder(CARD, TOTAL))).toMatch(/declined|not paid/);
  });
});
