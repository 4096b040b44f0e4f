import { expect, it } from "vitest";
import { demo, HIDDEN } from "./testing/run-demo.ts";

it("runs every step in every runtime without a key", async () => {
  const { status, output } = await demo({});

  for (const told of [
    /payer is charged +102\.85 USD/,
    /requests +2, under one idempotency key\n +replayed +yes/,
    /payments made +1$/m,
    /statuses +CHARGED, UNDER_REVIEW, IN_TRANSIT, DEPOSITED/,
    /refund +REFUNDED/,
    /Node\.js +\d/,
  ]) {
    expect(output).toMatch(told);
  }
  expect(output).toContain("Every step did what it says.");
  expect(output).not.toMatch(HIDDEN);
  expect(status).toBe(0);
}, 180_000);
