import { describe, expect, it, vi } from "vitest";
import { isDeclined } from "../error.ts";
import { payOnceWorld } from "../testing/pay-once-world.ts";
import { useVirtualClock } from "../testing/virtual-clock.ts";

useVirtualClock();

const DECLINING = "4000000000000341";

describe("payOnce", () => {
  it("ends an attempt with a decline, and pays with another card in the next one", async () => {
    const world = await payOnceWorld(DECLINING);
    const declined = await world.pay();
    expect(declined.error).toMatchObject({ outcome: "rejected", next: "new-attempt" });
    expect(isDeclined(declined.error)).toBe(true);

    const paymentMethod = { id: await world.addCard("4242424242424242") };
    const again = await world.pay({ order: { paymentMethod } });
    expect(again.error).toMatchObject({ outcome: "rejected", next: "new-attempt" });
    expect(isDeclined(again.error)).toBe(true);
    expect(world.payments()).toEqual([]);

    const next = await world.pay({ order: { attempt: 2, paymentMethod } });
    expect(world.payments()).toEqual([next.value?.payment?.id]);
  });

  it("begins no attempt before the one before was declined", async () => {
    const world = await payOnceWorld();
    const early = { code: "conflict", outcome: "not-sent", fields: ["attempt"] };
    expect((await world.pay({ order: { attempt: 2 } })).error).toMatchObject(early);
    world.sandbox.control.addFault({ operation: "createPayment", kind: "severed", times: null });
    await world.pay({ deadline: 1_000 });
    expect((await world.pay({ order: { attempt: 2 } })).error).toMatchObject(early);
  });

  it("does not return to an earlier attempt after a later one was declined", async () => {
    const world = await payOnceWorld(DECLINING);
    for (const attempt of [1, 2]) await world.pay({ order: { attempt } });
    const late = await world.pay({ order: { attempt: 1 } });
    expect(late.error).toMatchObject({ code: "conflict", outcome: "not-sent", fields: ["attempt"] });
  });

  it("is certain of a decline after a payment that may have been sent only when the vendor replays it", async () => {
    const world = await payOnceWorld(DECLINING);
    const { control } = world.sandbox;
    control.setIdempotency({ mode: "replayed", replayErrors: true });
    control.addFault({ operation: "createPayment", kind: "status", status: 500, times: null });
    await world.pay({ deadline: 2_000 });
    control.clearFaults();
    expect((await world.pay()).error).toMatchObject({ outcome: "unknown", next: "repeat-same-key" });
    expect((await world.pay()).error).toMatchObject({ outcome: "rejected", next: "new-attempt" });
  });

  it("is certain of a decline that the vendor replays within the same call", async () => {
    const world = await payOnceWorld(DECLINING);
    const { control } = world.sandbox;
    control.setIdempotency({ mode: "replayed", replayErrors: true });
    // More than the retries of one payment.
    control.addFault({ operation: "createPayment", kind: "severed", carriedOut: true, times: 3 });
    const { error } = await world.pay();
    expect(error).toMatchObject({ outcome: "rejected", next: "new-attempt", replayed: true });
    expect(isDeclined(error)).toBe(true);
  });

  it("does not say that nothing was sent when the vendor has refused an intent before the renewed one was approved", async () => {
    const world = await payOnceWorld();
    const agree = vi.fn<() => Promise<boolean>>(() => new Promise(() => {}));
    agree.mockImplementationOnce(async () => {
      // The intent expires before its payment arrives.
      world.advance(6);
      return true;
    });
    const { error } = await world.pay({ approve: agree });
    expect(agree).toHaveBeenCalledTimes(2);
    expect(error).toMatchObject({ code: "timed_out", outcome: "rejected", next: "retry-later" });
    expect(world.payments()).toEqual([]);
  });

  it("is of unknown outcome after the payment of a renewed intent, although that of the expired one was refused", async () => {
    const world = await payOnceWorld();
    world.sandbox.control.addFault({ operation: "createPayment", kind: "html", carriedOut: true, after: 1 });
    world.sandbox.control.addFault({ operation: "retrievePaymentIntent", kind: "status", status: 403, after: 2 });
    const approve = vi.fn(() => true);
    approve.mockImplementationOnce(() => {
      world.advance(6);
      return true;
    });
    expect((await world.pay({ approve })).error).toMatchObject({ code: "response_unreadable", outcome: "unknown" });
    expect(world.payments()).toHaveLength(1);
  });

  it("passes on the error of approve for a renewed intent", async () => {
    const world = await payOnceWorld();
    const closed = new Error("The shop is closed.");
    const approve = vi.fn((): boolean => {
      throw closed;
    });
    approve.mockImplementationOnce(() => {
      world.advance(6);
      return true;
    });
    expect((await world.pay({ approve })).error).toBe(closed);
    expect(approve).toHaveBeenCalledTimes(2);
  });

  it("reports a late decline as rejected when another call has begun the next attempt", async () => {
    const world = await payOnceWorld(DECLINING);
    const { write } = world.store;
    vi.spyOn(world.store, "write").mockImplementation(async (order, record, version) => {
      if (record.phase === "declined" && (await write(order, record, version))) {
        await write(order, { ...record, phase: "quoted", attempt: 2, sends: 0 }, version + 1);
      }
      return write(order, record, version);
    });
    expect((await world.pay()).error).toMatchObject({ code: "conflict", outcome: "rejected", fields: ["attempt"] });
  });

  it("reports rejected after the intent has expired unpaid and the renewed one is not approved", async () => {
    const world = await payOnceWorld();
    world.sandbox.control.addFault({ operation: "createPayment", kind: "severed", times: null });
    const approve = vi
      .fn(() => false)
      .mockImplementationOnce(() => {
        // The first payments arrive before the intent expires, and the last after it.
        world.advance(4.9);
        return true;
      });
    const { error } = await world.pay({ approve, bound: 0, deadline: 60_000 });
    expect(approve).toHaveBeenCalledTimes(2);
    expect(error).toMatchObject({ outcome: "rejected", fields: ["approve"] });
  });

  it.each([
    ["finds its payment", 2],
    ["cannot find its payment", 1],
  ])("returns a captured intent that was refused before, and %s", async (_, reads) => {
    const world = await payOnceWorld();
    const { control } = world.sandbox;
    control.addFault({ operation: "createPayment", kind: "status", status: 403, carriedOut: true });
    control.addFault({ operation: "retrievePaymentIntent", kind: "status", status: 403, after: reads, times: null });
    const { value } = await world.pay();
    expect(value?.paymentIntent).toEqual({ id: expect.any(String) });
    expect(value?.payment?.id).toBe(reads === 2 ? world.payments()[0] : undefined);
  });
});
