import { payOnce } from "@plastiq-connect/core/pay-once";
import { describe, expect, it, vi } from "vitest";
import { createClient, createDurableObjectClaimStore, createDurableObjectJournalStore } from "./index.ts";

const ID = "3f0d1c0e-6a0b-4c59-9d6a-0d0c5b0f6a11";
const amount = { value: 10, currency: "USD" } as const;
const order = {
  id: "production/acme/1042",
  payer: { id: ID },
  recipient: { id: ID },
  paymentMethod: { id: ID },
  targetAmount: amount,
};

describe("a store without its Durable Object namespace", () => {
  it("does not claim that an order is unpaid, because an earlier call may have sent the payment", async () => {
    const fetch = vi.fn();
    const client = createClient({ PLASTIQ_API_KEY: "0".repeat(40) }, { fetch });
    const journal = createDurableObjectJournalStore(undefined as never);
    await expect(
      payOnce(client, journal, order, { endUser: "none", expect: { sourceAmount: amount } }),
    ).rejects.toMatchObject({
      code: "configuration_invalid",
      outcome: "unknown",
      next: "fix-configuration",
      message: expect.stringContaining("namespace of the journal is missing"),
    });
    expect(fetch).not.toHaveBeenCalled();
  });

  it("names the claim store", async () => {
    const claims = createDurableObjectClaimStore(undefined as never);
    await expect(claims.claim("event-1", "token", 1_000)).rejects.toMatchObject({
      code: "configuration_invalid",
      message: expect.stringContaining("namespace of the claim store is missing"),
    });
  });
});

it("refuses a claim store that would remember no event", () => {
  expect(() => createDurableObjectClaimStore({} as never, { retention: 0 })).toThrow("retention must be");
});
