import { describe, expect, it } from "vitest";
import { type Order, payOnce, quoteOrder } from "../pay-once/index.ts";
import { asking, ID, mine, OTHER, page } from "../testing/asking.ts";
import { fixture, json, NOBODY, PAYER, respondWith } from "../testing/fixture.ts";
import { payOnceWorld } from "../testing/pay-once-world.ts";
import { elapse, useVirtualClock } from "../testing/virtual-clock.ts";

useVirtualClock();

/** Returns an object that inherits its fields as getters, as the rows of some databases do, and so on within it. */
function withGetters(fields: object): unknown {
  const getters = Object.entries(fields).map(([name, value]) => [
    name,
    { get: () => (Object(value) === value ? withGetters(value) : value) },
  ]);
  return Object.create(Object.create(null, Object.fromEntries(getters)));
}

describe("a call reads the getters of a class", () => {
  class Owned {
    get id(): string {
      return ID;
    }
    get payerId(): string {
      return PAYER.id;
    }
  }
  class Total {
    get value(): number {
      return 102.85;
    }
    get currency(): "USD" {
      return "USD";
    }
  }
  class Range {
    get payerId(): string {
      return PAYER.id;
    }
    get limit(): number {
      return 1;
    }
    get offset(): number {
      return 3;
    }
  }

  it.each(["payments", "recipients", "paymentMethods"] as const)("on every page of %s", async (resource) => {
    const { client, asked } = asking(page(ID, true), page(OTHER, false));
    await client[resource].list(new Range(), NOBODY).toArray({ max: 9 });
    expect(asked().map((url) => new URL(url).search)).toEqual([
      `?payerId=${PAYER.id}&limit=1&offset=3`,
      `?payerId=${PAYER.id}&limit=1&offset=4`,
    ]);
  });

  it("in clientSecrets.create", async () => {
    const fetch = respondWith(json({ clientSecret: "secret-of-a-test" }));
    class Request {
      get payer(): Owned {
        return new Owned();
      }
    }
    await fixture({ fetch }).client.clientSecrets.create(new Request(), NOBODY);
    expect(await fetch.asked[0]?.json()).toEqual({ payer: { id: ID }, type: "CARD" });
  });

  it("in payments.waitFor", async () => {
    const { client } = asking(json({ ...mine, status: "DEPOSITED" }));
    const waiting = client.payments.waitFor(new Owned(), { ...NOBODY, until: "DEPOSITED", timeout: 60_000 });
    expect((await elapse(waiting)).value).toMatchObject({ status: "DEPOSITED" });
  });

  it("in the expected amount of payments.create", async () => {
    const { client } = asking(json({ ...mine, sourceAmount: { value: 102.85, currency: "USD" } }), json(mine));
    const options = { ...NOBODY, idempotencyKey: "generate", expect: { sourceAmount: new Total() as never } };
    const paying = client.payments.create({ paymentIntent: { id: ID }, payer: PAYER }, options);
    expect(await paying).toMatchObject({ id: ID });
  });

  it("in the expected amount of payOnce", async () => {
    const { pay } = await payOnceWorld();
    const { value } = await pay({ approve: undefined, expect: { sourceAmount: new Total() as never } });
    expect(value).toMatchObject({ payment: { status: "CHARGED" } });
  });

  it("in the order of quoteOrder and payOnce, also in the objects in it", async () => {
    const { client, store, order } = await payOnceWorld();
    const details = { memo: "Order 1042" };
    const row = withGetters({ ...order, details }) as Order;
    const quoted = await elapse(quoteOrder(client, store, row, NOBODY));
    expect(quoted.value).toMatchObject({ phase: "quoted", paymentIntent: { details } });
    const paid = await elapse(payOnce(client, store, row, { ...NOBODY, approve: () => true }));
    expect(paid.value?.payment).toMatchObject({ details });
  });

  it("in documents.send", async () => {
    class Invoice {
      readonly type = "INVOICE";
      readonly fileType = "pdf";
      readonly payer = PAYER;
      readonly payment = { id: ID };
      get filename(): string {
        return "1.pdf";
      }
    }
    const fetch = respondWith(json({ uploadURL: "https://bucket.s3.example/", metadata: {} }));
    const upload = { fetch: async () => new Response(null, { status: 201 }) };
    await fixture({ fetch }).client.documents.send(new Invoice(), new Blob(["1"]), { ...NOBODY, upload });
    expect(await fetch.asked[0]?.json()).toMatchObject({ filename: "1.pdf" });
  });
});
