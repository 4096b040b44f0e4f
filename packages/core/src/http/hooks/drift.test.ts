import { describe, expect, it } from "vitest";
import { CANARY } from "../../testing/expect-invalid.ts";
import { fixture, json, NOBODY, PAYER, PERSON, respondWith } from "../../testing/fixture.ts";
import { settleDown } from "../../testing/virtual-clock.ts";
import type { DriftEvent } from "./hooks.ts";

const ID = "6f0eb884-3f41-4b57-b86a-80f62dca011e";

describe("onDrift", () => {
  it("names unknown fields, enum values and statuses without their values, and the call succeeds", async () => {
    const events: DriftEvent[] = [];
    const names = { 4242424242424242: 1, card4242424242424242: 1, "Jane Doe": 1, line12: 1 };
    const payment = { id: ID, status: CANARY, later: CANARY, fees: [{ type: CANARY, extra: 1 }], ...names };
    const { client } = fixture({
      fetch: respondWith(json(payment, 202)),
      hooks: { onDrift: (event) => void events.push(event) },
    });
    expect(await client.payments.retrieve({ id: ID, payerId: PAYER.id }, NOBODY)).toEqual(payment);
    await settleDown();
    expect(events).toMatchObject([{ operation: "retrievePayment", attempt: 1 }]);
    expect(events[0]?.drift.map(({ kind, path }) => `${kind} ${path}`).sort()).toEqual([
      "field (a field)",
      "field fees.extra",
      "field later",
      "field line12",
      "status status",
      "value fees.type",
      "value status",
    ]);
    expect(JSON.stringify(events)).not.toMatch(/canary|42424242|Jane/);
  });

  it("is not called for what is known", async () => {
    const events: unknown[] = [];
    const { client } = fixture({ hooks: { onDrift: (event) => events.push(event) } });
    await client.payers.create(PERSON, NOBODY);
    await client.clientSecrets.create({ payer: PAYER }, NOBODY);
    await client.paymentMethods.list({ payerId: PAYER.id }, NOBODY);
    await client.payers.delete(PAYER, NOBODY);
    await settleDown();
    expect(events).toEqual([]);
  });

  it("names unknown fields of a page, also after a null and a text among its objects", async () => {
    const events: DriftEvent[] = [];
    const page = { data: [{ id: ID, fees: [null, "none", { extra: 1 }] }], pagination: { more: 1 } };
    const { client } = fixture({
      fetch: respondWith(json(page)),
      hooks: { onDrift: (event) => void events.push(event) },
    });
    await client.payments.list({ payerId: PAYER.id }, NOBODY);
    await settleDown();
    expect(events.flatMap(({ drift }) => drift.map(({ path }) => path)).sort()).toEqual([
      "data.fees.extra",
      "pagination.more",
    ]);
  });

  it("is not called for a known field of another kind, or for status 201", async () => {
    const events: unknown[] = [];
    const payment = { id: [{ a: 1 }], status: null, fees: [null, "none"], sourceAmount: "5" };
    const { client } = fixture({
      fetch: respondWith(json({ data: [{ ...payment, id: ID, createdAt: { a: 1 } }] }, 201)),
      hooks: { onDrift: (event) => events.push(event) },
    });
    await client.payments.list({ payerId: PAYER.id }, NOBODY);
    await settleDown();
    expect(events).toEqual([]);
  });
});
