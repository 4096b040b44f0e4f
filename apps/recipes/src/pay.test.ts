import { createClient } from "@plastiq-connect/core";
import { createSandbox, LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { afterEach, beforeEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { CARD_DATA, shopSeed } from "./testing/shop-seed.ts";

const ORIGIN = "https://shop.example";
const endUser = { userAgent: "Browser/1.0", ip: "203.0.113.7" };
const sandbox = createSandbox();
const connect = createClient({
  apiKey: LOCAL_API_KEY,
  fetch: (url, init) => sandbox.fetch(new Request(url, init)),
  retries: 0,
});

let pay: typeof import("./pay.ts").pay;

// Each test has a journal of its own, which `orders.ts` creates.
beforeEach(async () => {
  vi.resetModules();
  ({ pay } = await import("./pay.ts"));
  const { recipients } = await shopSeed();
  sandbox.control.seed({ recipients });
});
afterEach(() => sandbox.control.reset());

async function store(accountNumber = CARD_DATA.accountNumber, payerId = LOCAL_PAYER_ID): Promise<string> {
  const method = await connect.paymentMethods.create(
    {
      type: "CARD",
      payer: { id: payerId },
      data: { ...CARD_DATA, accountNumber },
    },
    { endUser },
  );
  return method.id;
}

/** Sends a request as the page does, and returns its status and its body. */
async function ask(body: unknown, headers: Readonly<Record<string, string>> = {}) {
  const request = new Request(`${ORIGIN}/payment`, {
    method: "POST",
    headers: { origin: ORIGIN, cookie: "session=session-of-jen", ...headers },
    body: JSON.stringify(body),
  });
  const response = await pay(connect, request, endUser);
  return { http: response.status, ...((await response.json()) as { status: string; total?: { value: number } }) };
}

function muted(): void {
  const error = vi.spyOn(console, "error").mockImplementation(() => {});
  onTestFinished(() => error.mockRestore());
}

const payments = () => sandbox.control.state().payments;

describe("the payment route", () => {
  it("shows the total first, and pays the order once, however often the payer agrees", async () => {
    const paymentMethodId = await store();
    const { http, status, total } = await ask({ paymentMethodId });
    expect([http, status, total?.value]).toEqual([200, "quoted", 1285.63]);
    expect(payments()).toEqual([]);

    const responses = await Promise.all([
      ask({ paymentMethodId, agreed: total }),
      ask({ paymentMethodId, agreed: total }),
    ]);

    expect(responses).toEqual([
      { http: 200, status: "paid" },
      { http: 200, status: "paid" },
    ]);
    expect(await ask({ paymentMethodId })).toEqual({ http: 200, status: "paid" });
    expect(payments()).toHaveLength(1);
  });

  it("pays nothing when the payer saw another total", async () => {
    muted();
    const paymentMethodId = await store();
    const reply = await ask({ paymentMethodId, agreed: { value: 1, currency: "USD" } });
    expect(reply).toEqual({ http: 409, status: "total-changed" });
    expect(payments()).toEqual([]);
  });

  it("takes another card after a decline, once the payer has seen the total again", async () => {
    muted();
    const declined = await store("4000000000000341");
    const first = await ask({ paymentMethodId: declined });
    expect(await ask({ paymentMethodId: declined, agreed: first.total })).toEqual({ http: 402, status: "declined" });
    const paymentMethodId = await store();
    const { total } = await ask({ paymentMethodId });
    expect(await ask({ paymentMethodId, agreed: total })).toEqual({ http: 200, status: "paid" });
    expect(payments()).toHaveLength(1);
  });

  it("finds the payment when its response was lost", async () => {
    muted();
    const paymentMethodId = await store();
    const { total } = await ask({ paymentMethodId });
    sandbox.control.addFault({ operation: "createPayment", kind: "severed-body" });
    sandbox.control.addFault({ operation: "retrievePaymentIntent", kind: "status", status: 500 });
    const responses = [await ask({ paymentMethodId, agreed: total }), await ask({ paymentMethodId, agreed: total })];
    expect(responses.at(-1)).toEqual({ http: 200, status: "paid" });
    expect(payments()).toHaveLength(1);
  });

  it("does not report the state of the payment when the order changed after it was sent", async () => {
    muted();
    const { journal } = await import("./orders.ts");
    const paymentMethodId = await store();
    const { total } = await ask({ paymentMethodId });
    const id = `sandbox/${LOCAL_PAYER_ID}/1042`;
    const { record, version = 0 } = (await journal.read(id)) ?? {};
    if (record) await journal.write(id, { ...record, phase: "sending", sends: 1, hash: "of another total" }, version);
    expect(await ask({ paymentMethodId, agreed: total })).toEqual({ http: 503, status: "unknown" });
  });

  it.each([
    ["a visitor who is not signed in", { cookie: "" }, 401],
    ["a page of another origin", { origin: "https://evil.example" }, 403],
  ])("refuses %s", async (_, headers, http) => {
    sandbox.control.clearSeen();
    expect(await ask({ paymentMethodId: "any" }, headers)).toEqual({ http, status: "refused" });
    expect(sandbox.control.seen()).toEqual([]);
  });

  it.each([
    ["something read before", "{}", (request: Request) => request.text()],
    ["is not JSON", "paymentMethodId=1", undefined],
    ["is null", "null", undefined],
  ])("responds with 400 to a body that %s, and logs why", async (_, body, read) => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    onTestFinished(() => log.mockRestore());
    const headers = { origin: ORIGIN, cookie: "session=session-of-jen" };
    const request = new Request(`${ORIGIN}/payment`, { method: "POST", headers, body });
    await read?.(request);
    const response = await pay(connect, request, endUser);
    expect([response.status, await response.json()]).toEqual([400, { status: "invalid" }]);
    expect(log).toHaveBeenCalledWith(expect.stringContaining("body parser"));
  });

  it("pays nothing when the payer agrees to null", async () => {
    muted();
    const paymentMethodId = await store();
    await ask({ paymentMethodId });
    expect(await ask({ paymentMethodId, agreed: null })).toEqual({ http: 400, status: "invalid" });
    expect(payments()).toEqual([]);
  });

  it("refuses a body that names no card, and a card that is not the payer's", async () => {
    muted();
    expect(await ask({})).toEqual({ http: 400, status: "invalid" });
    const contact = { firstName: "Ada", lastName: "Example", email: "ada@example.com" };
    const other = await connect.payers.create({ contact }, { endUser });
    const foreign = await store("4242424242424242", other.id);
    expect(await ask({ paymentMethodId: foreign })).toEqual({ http: 502, status: "failed" });
    expect(sandbox.control.state().paymentIntents).toEqual([]);
  });
});
