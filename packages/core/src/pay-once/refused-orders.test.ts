import { describe, expect, it, vi } from "vitest";
import { configurationInvalid } from "../error.ts";
import { fixture } from "../testing/fixture.ts";
import { nested } from "../testing/not-json.ts";
import { payOnceWorld } from "../testing/pay-once-world.ts";
import { elapse, useVirtualClock } from "../testing/virtual-clock.ts";
import { createPostgresJournalStore, postgresJournalTable, quoteOrder } from "./index.ts";

useVirtualClock();

const circular: Record<string, unknown> = {};
circular.details = circular;

describe("payOnce refuses", () => {
  it.each([
    ["id", { id: "" }],
    ["id", { id: 1042 }],
    ["id", { id: "x".repeat(501) }],
    ["id", { id: "order \ud83d" }],
    ["id", { id: "order\0" }],
    ["attempt", { attempt: 0 }],
    ["attempt", { attempt: 1.5 }],
    ["attempt", { attempt: "1" }],
    ["recipient.id", { recipient: {} }],
    ["paymentMethod", { paymentMethod: undefined }],
    ["targetAmount.value", { targetAmount: { value: "0.01", currency: "USD" } }],
  ])("an order without a valid %s", async (field, order) => {
    const { error } = await (await payOnceWorld()).pay({ order: order as object });
    expect(error).toMatchObject({ code: "input_invalid", outcome: "not-sent", fields: [field] });
  });

  it.each([
    ["a bound below 0", "bound", { bound: -1 }],
    ["a bound that is not a number", "bound", { bound: Number.NaN }],
    ["an order with a function in it", "details.memo", { order: { details: { memo: () => "" } } }],
    ["an order with a bigint", "details.memo", { order: { details: { memo: 1n } } }],
    ["an order with an object that contains itself", "metadata", { order: { metadata: circular } }],
    ["an order with a bigint in its metadata", "metadata", { order: { metadata: { count: 1n } } }],
    ["an order with a function in its metadata", "metadata", { order: { metadata: { count: () => 1 } } }],
    ["an order with a map in its metadata", "metadata", { order: { metadata: { of: new Map() } } }],
    ["an order with deep metadata", "metadata", { order: { metadata: nested(100_000) } }],
    ["an order with a symbol in its metadata", "metadata", { order: { metadata: { of: [Symbol("a")] } } }],
    ["no total to expect", "expect", { expect: null }],
    ["a total that is not a number", "expect", { expect: { sourceAmount: { value: Number.NaN, currency: "USD" } } }],
    ["approve that is not a function", "approve", { approve: true }],
  ])("%s before it sends anything", async (_, field, options) => {
    const world = await payOnceWorld();
    const seen = world.sandbox.control.seen().length;
    const { error } = await world.pay(options as object);
    expect(error).toMatchObject({ code: "input_invalid", outcome: "not-sent", fields: [field] });
    expect(world.sandbox.control.seen()).toHaveLength(seen);
  });

  it.each([Number.NaN, Number.POSITIVE_INFINITY, 0, "5000", 5n])(
    "a deadline of %s, before it reads the journal",
    async (deadline) => {
      const world = await payOnceWorld();
      const read = vi.spyOn(world.store, "read");
      const { error } = await world.pay({ deadline: deadline as never });
      expect(error).toMatchObject({ code: "configuration_invalid", outcome: "not-sent" });
      expect(read).not.toHaveBeenCalled();
    },
  );
});

it("payOnce treats a deadline of null as missing", async () => {
  expect((await (await payOnceWorld()).pay({ deadline: null as never })).value).toBeDefined();
});

describe("quoteOrder refuses", () => {
  it("to be called without options", async () => {
    const world = await payOnceWorld();
    const { error } = await elapse(quoteOrder(fixture().client, world.store, world.order, undefined as never));
    expect(error).toMatchObject({ code: "input_invalid", outcome: "not-sent" });
  });
});

describe("a journal in SQL", () => {
  it.each(["orders; drop table x", "Orders", ""])("refuses %j as the name of its table", (table) => {
    const expected = configurationInvalid("table must be a lower-case SQL name, such as my_schema.my_table.");
    expect(() => postgresJournalTable(table)).toThrow(expected.message);
    expect(() => createPostgresJournalStore(async () => [], { table })).toThrow(expected.message);
  });
});
