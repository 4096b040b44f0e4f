import { describe, expect, it } from "vitest";
import type { Client } from "../client.ts";
import type { EndUser } from "../end-user/end-user.ts";
import type { CallOptions } from "../http/caller/caller.ts";
import type { Fetch } from "../http/transport/fetch.ts";
import { payOnce, quoteOrder } from "../pay-once/index.ts";
import { asking, ID, mine, OTHER, page } from "../testing/asking.ts";
import { failureOf, fixture, json, NOBODY, PAYER, respondWith } from "../testing/fixture.ts";
import { payOnceWorld } from "../testing/pay-once-world.ts";
import { elapse, useVirtualClock } from "../testing/virtual-clock.ts";

useVirtualClock();

/** The addresses of the end users of these requests, for those that have one. */
function addressesOf(asked: readonly Request[]): string[] {
  return asked.flatMap(({ headers }) => headers.get("end-user-ip") ?? []);
}

describe("a call is not affected by a later change of its input", () => {
  it.each(["payments", "recipients", "paymentMethods"] as const)("list of %s", async (resource) => {
    const { client, asked } = asking(page(ID, true), page(OTHER, false));
    const input = { payerId: PAYER.id, limit: 1 };
    const list = client[resource].list(input, NOBODY);
    Object.assign(input, { payerId: OTHER, limit: 2 });
    await list.toArray({ max: 9 });
    expect(asked().map((url) => new URL(url).search)).toEqual([
      `?payerId=${PAYER.id}&limit=1&offset=0`,
      `?payerId=${PAYER.id}&limit=1&offset=1`,
    ]);
  });

  it("payments.waitFor", async () => {
    const { client, asked } = asking(json({ ...mine, status: "CHARGED" }), json({ ...mine, status: "DEPOSITED" }));
    const input = { id: ID, payerId: PAYER.id };
    const waiting = client.payments.waitFor(input, { ...NOBODY, until: "DEPOSITED", timeout: 60_000 });
    Object.assign(input, { id: OTHER, payerId: OTHER });
    expect((await elapse(waiting)).value).toMatchObject({ status: "DEPOSITED" });
    expect(asked().join()).not.toContain(OTHER);
  });

  it("payments.resolve", async () => {
    const { client, asked } = asking(
      json({ ...mine, status: "CAPTURABLE" }),
      json({ ...mine, status: "CAPTURED" }),
      json({ data: [] }),
    );
    const input = { paymentIntent: { id: ID }, payer: { id: PAYER.id } };
    const resolving = client.payments.resolve(input, NOBODY);
    input.paymentIntent.id = OTHER;
    input.payer.id = OTHER;
    expect((await elapse(resolving)).value).toEqual({ outcome: "happened" });
    expect(asked()).toHaveLength(3);
    expect(asked().join()).not.toContain(OTHER);
  });

  it("payments.create, whose expected amount was raised meanwhile", async () => {
    const intent = { ...mine, status: "CAPTURABLE", sourceAmount: { value: 205, currency: "USD" } };
    const { client, asked } = asking(json(intent), json(mine));
    const expected = { sourceAmount: { value: 102.85, currency: "USD" } };
    const input = { paymentIntent: { id: ID }, payer: PAYER };
    const paying = client.payments.create(input, { ...NOBODY, idempotencyKey: "generate", expect: expected });
    expected.sourceAmount.value = 205;
    expect(await failureOf(paying)).toMatchObject({ code: "input_invalid", fields: ["expect.sourceAmount"] });
    expect(asked()).toHaveLength(1);
  });

  it("payments.create with expect, whose intent and end user were changed meanwhile", async () => {
    const sourceAmount = { value: 102.85, currency: "USD" } as const;
    const fetch = respondWith(json({ ...mine, sourceAmount }), json(mine));
    const { client } = fixture({ fetch });
    const input = { paymentIntent: { id: ID }, payer: PAYER };
    const endUser = { ip: "192.0.2.1" };
    const options = { endUser, idempotencyKey: "generate", expect: { sourceAmount } };
    const paying = client.payments.create(input, options);
    input.paymentIntent.id = OTHER;
    endUser.ip = "192.0.2.2";
    await paying;
    expect(await fetch.asked[1]?.json()).toMatchObject({ paymentIntent: { id: ID } });
    expect(fetch.asked[1]?.headers.get("end-user-ip")).toBe("192.0.2.1");
  });

  it("payOnce, whose expected amount was lowered and raised meanwhile", async () => {
    const { client, store, order, payments } = await payOnceWorld();
    const options = { ...NOBODY, expect: { sourceAmount: { value: 1, currency: "USD" } } };
    const paying = payOnce(client, store, order, options);
    options.expect = { sourceAmount: { value: 102.85, currency: "USD" } };
    expect((await elapse(paying)).error).toMatchObject({ fields: ["expect.sourceAmount"] });

    const again = payOnce(client, store, order, options);
    options.expect.sourceAmount.value = 1;
    expect((await elapse(again)).value).toMatchObject({ payment: { sourceAmount: { value: 102.85 } } });
    expect(payments()).toHaveLength(1);
  });

  it("payOnce and quoteOrder, whose end user was changed meanwhile", async () => {
    const world = await payOnceWorld();
    const asked: Request[] = [];
    const fetch: Fetch = (url, init) => {
      asked.push(new Request(url, init));
      return world.sandbox.fetch(new Request(url, init));
    };
    const { client } = fixture({ fetch });
    const endUser = { ip: "192.0.2.1" };
    const quoting = quoteOrder(client, world.store, world.order, { endUser });
    endUser.ip = "192.0.2.2";
    await elapse(quoting);
    const paying = payOnce(client, world.store, world.order, { endUser, approve: () => true });
    endUser.ip = "192.0.2.3";
    await elapse(paying);
    expect(addressesOf(asked)).toEqual(["192.0.2.1", "192.0.2.2"]);
  });

  it("quoteOrder, whose options were replaced meanwhile", async () => {
    const { client, store, order } = await payOnceWorld();
    const options: { endUser: EndUser | "none" } = { endUser: "none" };
    const quoting = quoteOrder(client, store, order, options);
    options.endUser = { ip: "invalid" };
    expect((await elapse(quoting)).value).toMatchObject({ phase: "quoted" });
  });

  it("documents.send, before its file was read", async () => {
    const slot = json({ uploadURL: "https://bucket.s3.example/", metadata: {} });
    const fetch = respondWith(slot);
    const stored = async (): Promise<Response> => new Response(null, { status: 201 });
    const { client } = fixture({ fetch });
    const input = {
      type: "INVOICE",
      fileType: "pdf",
      filename: "1.pdf",
      payer: { id: PAYER.id },
      payment: { id: ID },
    } as const;
    const endUser = { ip: "192.0.2.1" };
    const sending = client.documents.send(input, new Blob(["1"]), { endUser, upload: { fetch: stored } });
    endUser.ip = "192.0.2.2";
    Object.assign(input, { filename: "2.pdf" });
    Object.assign(input.payment, { id: OTHER });
    expect((await elapse(sending)).error).toBeUndefined();
    expect(await fetch.asked[0]?.json()).toMatchObject({ filename: "1.pdf", payment: { id: ID } });
    expect(addressesOf(fetch.asked)).toEqual(["192.0.2.1"]);
  });
});

describe("a call of several requests ignores later changes to its headers and extra fields", () => {
  const sourceAmount = { value: 102.85, currency: "USD" };
  const invoice = { type: "INVOICE", fileType: "pdf", filename: "1.pdf", payer: PAYER, payment: { id: ID } } as const;
  const upload = { fetch: async () => new Response(null, { status: 201 }) };
  const note = (text: string) => ({ note: { text } });

  it.each<[string, Parameters<typeof respondWith>, (client: Client, options: CallOptions) => Promise<unknown>]>([
    [
      "payments.list",
      [page(ID, true), page(OTHER, false)],
      ({ payments }, options) => payments.list({ payerId: PAYER.id }, options).toArray({ max: 9 }),
    ],
    [
      "payments.waitFor",
      [json(mine), json({ ...mine, status: "DEPOSITED" })],
      ({ payments }, options) =>
        payments.waitFor({ id: ID, payerId: PAYER.id }, { ...options, until: "DEPOSITED", timeout: 60_000 }),
    ],
    [
      "payments.resolve",
      [json(mine), json({ ...mine, status: "CAPTURED" }), page(OTHER, false)],
      ({ payments }, options) => payments.resolve({ paymentIntent: { id: ID }, payer: PAYER }, options),
    ],
  ])("%s", async (_, responses, call) => {
    const { client, asked, fetch } = asking(...responses);
    const options = { ...NOBODY, headers: { "x-shop": "a" }, extra: { query: { expand: "a" } } };
    const calling = call(client, options);
    options.headers["x-shop"] = "b";
    options.extra.query.expand = "b";
    expect((await elapse(calling)).error).toBeUndefined();
    expect(fetch.asked.map(({ headers }) => headers.get("x-shop"))).toEqual(responses.map(() => "a"));
    expect(asked().map((url) => new URL(url).searchParams.get("expand"))).toEqual(responses.map(() => "a"));
  });

  it.each<[string, Parameters<typeof respondWith>, (client: Client, options: CallOptions) => Promise<unknown>]>([
    [
      "payments.create with expect, which adds the fields to the payment only",
      [json({ ...mine, sourceAmount }), json(mine)],
      ({ payments }, options) =>
        payments.create(
          { paymentIntent: { id: ID }, payer: PAYER },
          { ...options, idempotencyKey: "generate", expect: { sourceAmount } },
        ),
    ],
    [
      "documents.send",
      [json({ uploadURL: "https://bucket.s3.example/", metadata: {} })],
      ({ documents }, options) => documents.send(invoice, new Blob(["1"]), { ...options, upload }),
    ],
  ])("%s", async (_, responses, call) => {
    const { client, fetch } = asking(...responses);
    const options = { ...NOBODY, headers: { "x-shop": "a" }, extra: { body: note("a"), query: { expand: "a" } } };
    const calling = call(client, options);
    options.headers["x-shop"] = "b";
    options.extra.body.note.text = "b";
    options.extra.query.expand = "b";
    expect((await elapse(calling)).error).toBeUndefined();
    expect(fetch.asked.map(({ headers }) => headers.get("x-shop"))).toEqual(responses.map(() => "a"));
    const last = fetch.asked.at(-1);
    expect(last?.url).toMatch(/\?expand=a$/);
    expect(await last?.json()).toMatchObject(note("a"));
  });

  it("payOnce and quoteOrder", async () => {
    const world = await payOnceWorld();
    const asked: Request[] = [];
    const fetch: Fetch = (url, init) => {
      asked.push(new Request(url, init));
      return world.sandbox.fetch(new Request(url, init));
    };
    const { client } = fixture({ fetch });
    const headers = { "x-shop": "a" };
    const quoting = quoteOrder(client, world.store, world.order, { ...NOBODY, headers });
    headers["x-shop"] = "b";
    await elapse(quoting);
    const quoted = asked.length;
    const paying = payOnce(client, world.store, world.order, { ...NOBODY, headers, approve: () => true });
    headers["x-shop"] = "c";
    await elapse(paying);
    const sent = asked.map((request) => request.headers.get("x-shop"));
    expect(new Set(sent.slice(0, quoted))).toEqual(new Set(["a"]));
    expect(new Set(sent.slice(quoted))).toEqual(new Set(["b"]));
  });
});
