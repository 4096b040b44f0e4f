import { describe, expect, it } from "vitest";
import { json, PAYER, respondWith } from "../../testing/fixture.ts";
import { ago, ID, INPUT, intent, OTHER, payments, QUOTE, REF, resolve } from "../../testing/resolve-payment.ts";
import { useVirtualClock } from "../../testing/virtual-clock.ts";

useVirtualClock();

describe("payments.resolve", () => {
  it("is aborted while it looks for the payment", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 1_000);
    const silent = (): Promise<Response> => new Promise(() => {});
    const { error, took } = await resolve(respondWith(intent("CAPTURED"), silent), INPUT, {
      signal: controller.signal,
    });
    expect(error).toMatchObject({ code: "aborted" });
    expect(took).toBe(1_000);
  });

  it("is aborted in a pause", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 700);
    const fetch = respondWith(intent("CAPTURABLE"));
    const { error, took } = await resolve(fetch, INPUT, { signal: controller.signal });
    expect(error).toMatchObject({ code: "aborted" });
    expect(took).toBe(700);
    expect(fetch.asked).toHaveLength(2);
  });

  it("is aborted before it looks for the payment", async () => {
    const controller = new AbortController();
    const hooks = { onEnd: () => controller.abort() };
    const fetch = respondWith(intent("CAPTURED"), payments());
    const { error } = await resolve(fetch, INPUT, { signal: controller.signal, hooks });
    expect(error).toMatchObject({ code: "aborted" });
    expect(fetch.asked).toHaveLength(1);
  });

  it.each(["CAPTURED", "EXPIRED"])("accepts only the requested intent, when that is %s", async (status) => {
    const another = intent(status, { id: OTHER, expiresAt: ago(60).toISOString() });
    const { value, error } = await resolve(respondWith(another, payments()));
    expect(value).toBeUndefined();
    expect(error).toMatchObject({ code: "response_unreadable", outcome: "unknown" });
  });

  it.each([
    ["refused", json({ code: "FORBIDDEN", message: "No.", traceId: ID }, 403)],
    ["a page of a gateway", () => new Response("<h1>400</h1>", { status: 400 })],
    ["unreadable", () => new Response("{", { status: 200 })],
  ])("returns happened without a payment when the list of payments is %s", async (_, list) => {
    expect((await resolve(respondWith(intent("CAPTURED"), list))).value).toEqual({ outcome: "happened" });
  });

  it("returns happened by its deadline, however long the list of payments takes", async () => {
    const late = async (): Promise<Response> => {
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      return intent("CAPTURED")();
    };
    const silent = (): Promise<Response> => new Promise(() => {});
    const { value, took } = await resolve(respondWith(late, silent), INPUT, { deadline: 5_000 });
    expect(value).toEqual({ outcome: "happened" });
    expect(took).toBeLessThanOrEqual(5_000);
  });

  it("returns unknown at its deadline when the intent is no longer returned", async () => {
    const silent = (): Promise<Response> => new Promise(() => {});
    const { value, took } = await resolve(respondWith(intent("EXPIRED"), silent), INPUT, { deadline: 5_000 });
    expect(value).toMatchObject({ outcome: "unknown" });
    expect(took).toBe(5_000);
  });

  it("returns did-not-happen when the intent is still expired after the bound", async () => {
    const { value } = await resolve(respondWith(intent("EXPIRED")), { ...INPUT, sentAt: ago(15) });
    expect(value).toEqual({ outcome: "did-not-happen" });
  });

  it("counts the bound from the expiry when it does not know the last request", async () => {
    const expired = (minutes: number) => respondWith(intent("EXPIRED", { expiresAt: ago(minutes).toISOString() }));
    expect((await resolve(expired(15))).value).toEqual({ outcome: "did-not-happen" });
    expect((await resolve(expired(14))).value).toMatchObject({ outcome: "unknown" });
  });

  it.each(["CAPTURABLE", "NOT_CAPTURABLE", "LATER_STATUS"])(
    "returns unknown while the intent is %s, however long ago the payment was sent",
    async (status) => {
      const fetch = respondWith(intent(status, { expiresAt: ago(60).toISOString() }));
      const { value } = await resolve(fetch, { ...INPUT, sentAt: ago(120) });
      expect(value).toMatchObject({ outcome: "unknown" });
      // It asks ever less often.
      expect(fetch.asked.length).toBeLessThan(12);
    },
  );

  it.each([
    ["has no time zone", "2020-01-01T00:00:00"],
    ["is a date", "2020-01-01"],
    ["is a number", 1],
    ["is a year", "2020"],
    ["is text", "1 minute ago"],
    ["has text before it", "at 2020-01-01T00:00:00Z"],
    ["has text after it", "2020-01-01T00:00:00Z?"],
    ["is missing", undefined],
  ])("returns unknown when the expiry of the intent %s", async (_, expiresAt) => {
    const { value } = await resolve(respondWith(intent("EXPIRED", { expiresAt })));
    expect(value).toEqual({ outcome: "unknown", next: "repeat-same-key" });
  });

  it.each(["2020-01-01T00:00:00Z", "2020-01-01T00:00:00.123456+02:00"])("reads the expiry %s", async (expiresAt) => {
    const { value } = await resolve(respondWith(intent("EXPIRED", { expiresAt })));
    expect(value).toEqual({ outcome: "did-not-happen" });
  });

  it("needs no wait after the expiry with a bound of 0", async () => {
    const fetch = respondWith(intent("EXPIRED", { expiresAt: ago(0).toISOString() }));
    expect((await resolve(fetch, INPUT, { bound: 0 })).value).toEqual({ outcome: "did-not-happen" });
  });

  it("returns unknown before the bound, and recommends the same key", async () => {
    const { value, took } = await resolve(respondWith(intent("EXPIRED")), { ...INPUT, sentAt: ago(5) });
    expect(value).toEqual({ outcome: "unknown", next: "repeat-same-key" });
    expect(took).toBeLessThanOrEqual(30_000);
  });

  it.each([
    ["behind", 120],
    ["ahead of", -120],
  ])("is not misled by a local clock that is two hours %s the vendor's", async (_, ahead) => {
    const vendorNow = (): Date => new Date(Date.now() + ahead * 60_000);
    const expired = (minutes: number) => {
      const expiresAt = new Date(vendorNow().getTime() - minutes * 60_000).toISOString();
      return respondWith(() =>
        json({ id: ID, ...QUOTE, status: "EXPIRED", expiresAt }, 200, { date: vendorNow().toUTCString() })(),
      );
    };
    expect((await resolve(expired(1), { ...INPUT, sentAt: ago(6) })).value).toMatchObject({ outcome: "unknown" });
    expect((await resolve(expired(16), { ...INPUT, sentAt: ago(21) })).value).toEqual({ outcome: "did-not-happen" });
  });

  it("is not misled by the clock of another host, which was an hour behind when it sent the payment", async () => {
    const fetch = respondWith(intent("EXPIRED", { createdAt: ago(7).toISOString(), expiresAt: ago(2).toISOString() }));
    expect((await resolve(fetch, { ...INPUT, sentAt: ago(66) })).value).toMatchObject({ outcome: "unknown" });
  });

  it.each(["2099-01-01", "Thu, 01 Jan 2099 00:00:00", "2099", "1"])(
    "reads the vendor's clock only from an HTTP date, and not from %j",
    async (date) => {
      const expiresAt = ago(14).toISOString();
      const { value } = await resolve(
        respondWith(json({ id: ID, ...QUOTE, status: "EXPIRED", expiresAt }, 200, { date })),
      );
      expect(value).toMatchObject({ outcome: "unknown" });
    },
  );

  it("sees a capture that comes late, after the intent read as expired", async () => {
    const fetch = respondWith(intent("EXPIRED"), intent("CAPTURED"), payments());
    expect((await resolve(fetch, { ...INPUT, sentAt: ago(1) })).value).toEqual({ outcome: "happened" });
  });

  it("keeps reading after temporary failures, and returns unknown when no read succeeds", async () => {
    expect((await resolve(respondWith(json({}, 503)))).value).toMatchObject({ outcome: "unknown" });
  });

  it("rejects when the intent does not exist", async () => {
    const fetch = respondWith(json({ code: "NOT_FOUND_ERROR", message: "No.", traceId: ID }, 404));
    expect((await resolve(fetch)).error).toMatchObject({ code: "not_found" });
  });
});

describe("payments.resolve refuses", () => {
  it.each([null, {}, { payer: PAYER }, { paymentIntent: REF }])(
    "the input %j before it sends anything",
    async (input) => {
      const fetch = respondWith(intent("EXPIRED"));
      expect((await resolve(fetch, input as never)).error).toMatchObject({
        code: "input_invalid",
        outcome: "not-sent",
      });
      expect(fetch.asked).toEqual([]);
    },
  );

  it.each([
    ["text for sentAt", "sentAt", { sentAt: "2026-01-01T00:00:00Z" }, {}],
    ["a number for sentAt", "sentAt", { sentAt: 1_767_225_600_000 }, {}],
    ["null for sentAt", "sentAt", { sentAt: null }, {}],
    ["an invalid date", "sentAt", { sentAt: new Date("soon") }, {}],
    ["a bound below 0", "bound", {}, { bound: -1 }],
    ["a bound that is not a number", "bound", {}, { bound: Number.NaN }],
    ["a bound without end", "bound", {}, { bound: Number.POSITIVE_INFINITY }],
  ])("%s before it sends anything", async (_, field, more, options) => {
    const fetch = respondWith(intent("EXPIRED"));
    const { error } = await resolve(fetch, { ...INPUT, ...more }, options);
    expect(error).toMatchObject({ code: "input_invalid", outcome: "not-sent", fields: [field] });
    expect(fetch.asked).toEqual([]);
  });

  it.each([["30000"], [0], [-1], [30_000n], [Number.NaN]])(
    "the deadline %s before it sends anything",
    async (deadline) => {
      const fetch = respondWith(intent("EXPIRED"));
      const { error } = await resolve(fetch, INPUT, { deadline: deadline as number });
      expect(error).toMatchObject({ code: "configuration_invalid", outcome: "not-sent" });
      expect(fetch.asked).toEqual([]);
    },
  );
});
