import { describe, expect, it, vi } from "vitest";
import { answers, fixture, json, NOBODY, PAYER } from "../../testing/fixture.ts";
import { elapse, useVirtualClock } from "../../testing/virtual-clock.ts";

useVirtualClock();

const ID = "6f0eb884-3f41-4b57-b86a-80f62dca011e";
const OTHER = "d7a2beba-0c2c-42de-9690-26f00ba08339";
const REF = { id: ID };
const amount = (value: number) => ({ value, currency: "USD" });
const QUOTE = {
  recipient: REF,
  paymentMethod: REF,
  payer: PAYER,
  sourceAmount: amount(102.85),
  targetAmount: amount(100),
  details: { memo: "Order 7", accountName: "Beans", accountNumber: "7" },
  createdAt: "2026-01-01T00:00:00.000Z",
};
const intent = (status: string, more: object = {}) => json({ id: ID, ...QUOTE, status, ...more });
const payments = (...data: object[]) => json({ data, pagination: { hasNextPage: false } });
const INPUT = { paymentIntent: REF, payer: PAYER } as const;
const ago = (minutes: number): Date => new Date(Date.now() - minutes * 60_000);

const resolve = (fetch: ReturnType<typeof answers>, input: object = INPUT, options: object = {}) =>
  elapse(fixture({ fetch }).client.payments.resolve(input as typeof INPUT, { ...NOBODY, ...options }));

describe("payments.resolve", () => {
  it("says that it happened, with the payment, when the intent is captured and one payment matches", async () => {
    const match = { id: OTHER, ...QUOTE, createdAt: "2026-01-01T00:01:00.000Z" };
    const another = { ...match, id: ID, sourceAmount: amount(5) };
    const { value } = await resolve(answers(intent("CAPTURED"), payments(another, match)));
    expect(value).toEqual({ outcome: "happened", payment: match });
    // A timer would keep the process alive.
    expect(vi.getTimerCount()).toBe(0);
  });

  it.each([
    ["is of another recipient", { recipient: { id: OTHER } }],
    ["has no recipient", { recipient: undefined }],
    ["is by another payment method", { paymentMethod: { id: OTHER } }],
    ["has another amount", { targetAmount: amount(99) }],
    ["has another currency", { sourceAmount: { value: 102.85, currency: "CAD" } }],
    ["has one amount only", { sourceAmount: undefined }],
    ["has another memo", { details: { memo: "Order 8" } }],
    ["has another account name", { details: { accountName: "Peas" } }],
    ["has another account number", { details: { accountNumber: "8" } }],
    ["is older than the intent", { createdAt: "2025-12-31T23:59:50.000Z" }],
    ["does not say when it was made", { createdAt: undefined }],
    ["says only the date", { createdAt: "2026-01-01" }],
    ["says no time zone", { createdAt: "2026-01-01T00:01:00.000" }],
    ["names another intent", { paymentIntent: { id: OTHER } }],
  ])("says that it happened, without the payment, when that %s", async (_, difference) => {
    const payment = { id: OTHER, ...QUOTE, ...difference };
    const { value } = await resolve(answers(intent("CAPTURED"), payments(payment)));
    expect(value).toEqual({ outcome: "happened" });
  });

  it("says that it happened, without the payment, when the intent does not say when it was created", async () => {
    const fetch = answers(intent("CAPTURED", { createdAt: undefined }), payments({ id: OTHER, ...QUOTE }));
    expect((await resolve(fetch)).value).toEqual({ outcome: "happened" });
  });

  it("finds the payment that names the intent, whatever else is different, beside equal ones", async () => {
    const own = { id: OTHER, status: "CHARGED", paymentIntent: { id: ID.toUpperCase() } };
    const equal = [ID, PAYER.id].map((id) => ({ id, ...QUOTE }));
    const { value } = await resolve(answers(intent("CAPTURED"), payments(...equal, own)));
    expect(value).toEqual({ outcome: "happened", payment: own });
  });

  it("returns no payment when two name the intent, beside one that matches by amounts", async () => {
    const failed = { id: ID, status: "NOT_CAPTURED", paymentIntent: REF };
    const charged = { id: OTHER, status: "CHARGED", paymentIntent: REF };
    const equal = { id: PAYER.id, ...QUOTE };
    const { value } = await resolve(answers(intent("CAPTURED"), payments(failed, equal, charged)));
    expect(value).toEqual({ outcome: "happened" });
  });

  it("matches by amounts a payment that names its intent in an unknown form", async () => {
    const own = { id: OTHER, ...QUOTE, paymentIntent: { id: "pi_1" } };
    const { value } = await resolve(answers(intent("CAPTURED"), payments(own)));
    expect(value).toEqual({ outcome: "happened", payment: own });
  });

  it("finds a payment that does not name its intent beside an equal one that names another", async () => {
    const own = { id: OTHER, ...QUOTE };
    const another = { ...own, id: ID, paymentIntent: { id: OTHER } };
    const { value } = await resolve(answers(intent("CAPTURED"), payments(another, own)));
    expect(value).toEqual({ outcome: "happened", payment: own });
  });

  it.each([102.8571, "no number"])("finds the payment beside one with the amount %j", async (value) => {
    const own = { id: OTHER, ...QUOTE };
    const another = { ...own, id: ID, sourceAmount: { value, currency: "USD" } };
    const { value: found } = await resolve(answers(intent("CAPTURED"), payments(another, own)));
    expect(found).toEqual({ outcome: "happened", payment: own });
  });

  it("says that it happened, without the payment, when the intent has no recipient", async () => {
    const fetch = answers(intent("CAPTURED", { recipient: undefined }), payments({ id: OTHER, ...QUOTE }));
    expect((await resolve(fetch)).value).toEqual({ outcome: "happened" });
  });

  it.each([undefined, null, {}, { accountName: "Beans" }])(
    "compares no details that only one has: %j",
    async (details) => {
      const payment = { id: OTHER, ...QUOTE, details };
      const { value } = await resolve(answers(intent("CAPTURED"), payments(payment)));
      expect(value).toEqual({ outcome: "happened", payment });
    },
  );

  it("is aborted while it looks for the payment", async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 1_000);
    const silent = (): Promise<Response> => new Promise(() => {});
    const { error, took } = await resolve(answers(intent("CAPTURED"), silent), INPUT, { signal: controller.signal });
    expect(error).toMatchObject({ code: "aborted" });
    expect(took).toBe(1_000);
  });

  it("is aborted before it looks for the payment", async () => {
    const controller = new AbortController();
    const hooks = { onEnd: () => controller.abort() };
    const fetch = answers(intent("CAPTURED"), payments());
    const { error } = await resolve(fetch, INPUT, { signal: controller.signal, hooks });
    expect(error).toMatchObject({ code: "aborted" });
    expect(fetch.asked).toHaveLength(1);
  });

  it.each([
    ["no payment matches", []],
    [
      "two payments match",
      [
        { id: ID, ...QUOTE },
        { id: OTHER, ...QUOTE },
      ],
    ],
  ])("says that it happened, without a payment, when %s", async (_, list) => {
    const { value } = await resolve(answers(intent("CAPTURED"), payments(...list)));
    expect(value).toEqual({ outcome: "happened" });
  });

  it.each([
    ["recipients", { recipient: undefined }],
    ["payment methods", { paymentMethod: {} }],
    ["charged amounts", { sourceAmount: undefined }],
    ["target amounts", { targetAmount: undefined }],
    ["facts", Object.fromEntries(Object.keys(QUOTE).map((name) => [name, undefined]))],
  ])("says that it happened, without a payment, when the vendor tells no %s to compare", async (_, missing) => {
    const { value } = await resolve(
      answers(intent("CAPTURED", missing), payments({ ...QUOTE, id: OTHER, ...missing })),
    );
    expect(value).toEqual({ outcome: "happened" });
  });

  it("takes no payment of a later order for that of the intent, although everything else is the same", async () => {
    const expiresAt = "2026-01-01T00:05:00.000Z";
    const own = { ...QUOTE, id: OTHER, createdAt: "2026-01-01T00:19:00.000Z" };
    const nextMonth = { ...QUOTE, id: ID, createdAt: "2026-02-01T00:00:00.000Z" };
    const captured = intent("CAPTURED", { expiresAt });
    expect((await resolve(answers(captured, payments(nextMonth)))).value).toEqual({ outcome: "happened" });
    const { value } = await resolve(answers(captured, payments(nextMonth, own)));
    expect(value).toEqual({ outcome: "happened", payment: own });
  });

  it("counts a payment whose time was cut to the second, a moment before its intent", async () => {
    const captured = intent("CAPTURED", { createdAt: "2026-01-01T00:00:00.900Z" });
    const own = { ...QUOTE, id: OTHER, createdAt: "2026-01-01T00:00:00Z" };
    const another = { ...QUOTE, id: ID, createdAt: "2026-01-01T00:03:00Z" };
    expect((await resolve(answers(captured, payments(own)))).value).toEqual({ outcome: "happened", payment: own });
    expect((await resolve(answers(captured, payments(own, another)))).value).toEqual({ outcome: "happened" });
  });

  it.each(["CAPTURED", "EXPIRED"])(
    "believes no other intent than the one it asked for, when that is %s",
    async (status) => {
      const another = intent(status, { id: OTHER, expiresAt: ago(60).toISOString() });
      const { value, error } = await resolve(answers(another, payments()));
      expect(value).toBeUndefined();
      expect(error).toMatchObject({ code: "response_unreadable", outcome: "unknown" });
    },
  );

  it.each([
    ["refused", json({ code: "FORBIDDEN", message: "No.", traceId: ID }, 403)],
    ["a page of a gateway", () => new Response("<h1>400</h1>", { status: 400 })],
    ["unreadable", () => new Response("{", { status: 200 })],
  ])("says that it happened, without a payment, when the list of payments is %s", async (_, list) => {
    expect((await resolve(answers(intent("CAPTURED"), list))).value).toEqual({ outcome: "happened" });
  });

  it("says that it happened by its deadline, however long the list of payments takes", async () => {
    const late = async (): Promise<Response> => {
      await new Promise((resolve) => setTimeout(resolve, 3_000));
      return intent("CAPTURED")();
    };
    const silent = (): Promise<Response> => new Promise(() => {});
    const { value, took } = await resolve(answers(late, silent), INPUT, { deadline: 5_000 });
    expect(value).toEqual({ outcome: "happened" });
    expect(took).toBeLessThanOrEqual(5_000);
  });

  it("says that it did not happen when the intent is still expired after the bound", async () => {
    const { value } = await resolve(answers(intent("EXPIRED")), { ...INPUT, sentAt: ago(15) });
    expect(value).toEqual({ outcome: "did-not-happen" });
  });

  it("counts the bound from the expiry when it does not know the last request", async () => {
    const expired = (minutes: number) => answers(intent("EXPIRED", { expiresAt: ago(minutes).toISOString() }));
    expect((await resolve(expired(15))).value).toEqual({ outcome: "did-not-happen" });
    expect((await resolve(expired(14))).value).toMatchObject({ outcome: "unknown" });
  });

  it.each(["CAPTURABLE", "NOT_CAPTURABLE", "LATER_STATUS"])(
    "does not know while the intent is %s, however long ago the payment was sent",
    async (status) => {
      const fetch = answers(intent(status, { expiresAt: ago(60).toISOString() }));
      const { value } = await resolve(fetch, { ...INPUT, sentAt: ago(120) });
      expect(value).toMatchObject({ outcome: "unknown" });
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
  ])("does not know when the expiry of the intent %s", async (_, expiresAt) => {
    const { value } = await resolve(answers(intent("EXPIRED", { expiresAt })));
    expect(value).toEqual({ outcome: "unknown", next: "repeat-same-key" });
  });

  it.each(["2020-01-01T00:00:00Z", "2020-01-01T00:00:00.123456+02:00"])("reads the expiry %s", async (expiresAt) => {
    const { value } = await resolve(answers(intent("EXPIRED", { expiresAt })));
    expect(value).toEqual({ outcome: "did-not-happen" });
  });

  it("needs no wait after the expiry with a bound of 0", async () => {
    const fetch = answers(intent("EXPIRED", { expiresAt: ago(0).toISOString() }));
    expect((await resolve(fetch, INPUT, { bound: 0 })).value).toEqual({ outcome: "did-not-happen" });
  });

  it("does not know before the bound, and advises the same key", async () => {
    const { value, took } = await resolve(answers(intent("EXPIRED")), { ...INPUT, sentAt: ago(5) });
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
      return answers(() =>
        json({ id: ID, ...QUOTE, status: "EXPIRED", expiresAt }, 200, { date: vendorNow().toUTCString() })(),
      );
    };
    expect((await resolve(expired(1), { ...INPUT, sentAt: ago(6) })).value).toMatchObject({ outcome: "unknown" });
    expect((await resolve(expired(16), { ...INPUT, sentAt: ago(21) })).value).toEqual({ outcome: "did-not-happen" });
  });

  it.each(["2099-01-01", "Thu, 01 Jan 2099 00:00:00", "2099", "1"])(
    "reads the vendor's clock only from an HTTP date, and not from %j",
    async (date) => {
      const expiresAt = ago(14).toISOString();
      const { value } = await resolve(answers(json({ id: ID, ...QUOTE, status: "EXPIRED", expiresAt }, 200, { date })));
      expect(value).toMatchObject({ outcome: "unknown" });
    },
  );

  it("sees a capture that comes late, after the intent read as expired", async () => {
    const fetch = answers(intent("EXPIRED"), intent("CAPTURED"), payments());
    expect((await resolve(fetch, { ...INPUT, sentAt: ago(1) })).value).toEqual({ outcome: "happened" });
  });

  it("keeps reading after failures that pass, and does not know when none succeeds", async () => {
    expect((await resolve(answers(json({}, 503)))).value).toMatchObject({ outcome: "unknown" });
  });

  it("rejects when the intent does not exist", async () => {
    const fetch = answers(json({ code: "NOT_FOUND_ERROR", message: "No.", traceId: ID }, 404));
    expect((await resolve(fetch)).error).toMatchObject({ code: "not_found" });
  });
});

describe("payments.resolve refuses", () => {
  it.each([null, {}, { payer: PAYER }, { paymentIntent: REF }])(
    "the input %j before it sends anything",
    async (input) => {
      const fetch = answers(intent("EXPIRED"));
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
  ])("%s before it sends anything", async (_, field, more, options) => {
    const fetch = answers(intent("EXPIRED"));
    const { error } = await resolve(fetch, { ...INPUT, ...more }, options);
    expect(error).toMatchObject({ code: "input_invalid", outcome: "not-sent", fields: [field] });
    expect(fetch.asked).toEqual([]);
  });
});
