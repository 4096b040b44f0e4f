import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { type RunningSandbox, startSandbox } from "@plastiq-connect/sandbox/server";
import type { InvoiceView } from "invoices";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { BACK_ENDS, type BackEnd, startBackEnd } from "../local/back-end.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 90_000 });

const ORIGIN = "https://shop.example";
const JEN = { origin: ORIGIN, authorization: "Bearer demo-session-of-jen" };

let number = 2_000;

describe.each(BACK_ENDS)("over HTTP, the back end in %s", (name) => {
  let sandbox: RunningSandbox;
  let backEnd: BackEnd;
  let folder: string;
  let log = "";

  beforeAll(async () => {
    [sandbox, folder] = await Promise.all([startSandbox(), mkdtemp(join(tmpdir(), "invoice-routes-"))]);
    const onOutput = (text: string): void => {
      log += text;
    };
    backEnd = await startBackEnd(name, { allowedOrigin: ORIGIN, baseUrl: sandbox.baseUrl, folder, onOutput });
    sandbox.control.subscribeWebhook({ url: backEnd.webhookUrl });
  });
  afterAll(async () => {
    await backEnd?.stop();
    await sandbox?.close();
    await rm(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  const send = (path: string, { headers, ...init }: RequestInit = {}): Promise<Response> =>
    fetch(`${backEnd.invoicesEndpoint}/${path}`, { ...init, headers: { ...JEN, ...headers } });
  const post = (path: string, body: unknown, headers: HeadersInit = {}): Promise<Response> =>
    send(path, {
      method: "POST",
      body: JSON.stringify(body),
      headers: { "content-type": "application/json", ...headers },
    });
  const viewOf = async (response: Promise<Response>): Promise<InvoiceView> =>
    (await (await response).json()) as InvoiceView;
  const payments = () => sandbox.control.state().payments;

  /** Chooses a new card for an invoice that nobody has begun to pay. */
  async function choose(): Promise<{ readonly invoice: string; readonly view: InvoiceView }> {
    const invoice = String(++number);
    const view = await viewOf(post(`${invoice}/card`, { paymentMethodId: await storeCard(sandbox) }));
    return { invoice, view };
  }

  /** Pays an invoice, and returns the id of its payment. */
  async function pay(): Promise<{ readonly invoice: string; readonly paymentId: string }> {
    const { invoice, view } = await choose();
    const { payment } = await viewOf(post(`${invoice}/pay`, { quote: view.quote?.id }));
    return { invoice, paymentId: payment?.id ?? "" };
  }

  it("shows an invoice, quotes it and pays it once", async () => {
    const { invoice, view } = await choose();
    expect(view).toMatchObject({ status: "quoted", card: { last4: "4242" }, quote: { total: { value: 1285.63 } } });
    expect(await viewOf(send(invoice))).toEqual(view);
    const before = payments().length;
    for (let times = 0; times < 2; times++) {
      const paid = await viewOf(post(`${invoice}/pay`, { quote: view.quote?.id }));
      expect(paid).toMatchObject({ status: "paid", payment: { status: "CHARGED" } });
    }
    expect(payments()).toHaveLength(before + 1);
  });

  it("sends each change of the payment as a server-sent event", async () => {
    const { invoice, paymentId } = await pay();
    const leaving = new AbortController();
    const response = await send(`${invoice}/events`, { signal: leaving.signal });
    expect(response.headers.get("content-type")).toMatch(/^text\/event-stream/);
    // A buffering proxy would hold the events back.
    expect(response.headers.get("x-accel-buffering")).toBe("no");
    let text = "";
    for await (const chunk of response.body?.pipeThrough(new TextDecoderStream()) ?? []) {
      if (!text.includes('"CHARGED"') && (text + chunk).includes('"CHARGED"')) {
        sandbox.control.advancePayment(paymentId, "IN_TRANSIT");
      }
      text += chunk;
      if (text.includes('"IN_TRANSIT"')) break;
    }
    leaving.abort();
    expect(text.indexOf('"CHARGED"')).toBeGreaterThan(-1);
    expect(text.indexOf('"IN_TRANSIT"')).toBeGreaterThan(text.indexOf('"CHARGED"'));
  });

  it("passes a document of 10 MB on, and refuses a larger one", async () => {
    const { invoice, paymentId } = await pay();
    sandbox.control.requestDocument(paymentId, "GOVERNMENT_ISSUED_ID");
    await vi.waitFor(async () => expect((await viewOf(send(invoice))).payment?.documents).toHaveLength(1), {
      timeout: 20_000,
      interval: 100,
    });
    const upload = (bytes: number, type = "application/pdf") =>
      send(`${invoice}/documents/GOVERNMENT_ISSUED_ID`, {
        method: "POST",
        headers: { "content-type": type },
        body: new Uint8Array(bytes),
      });
    // The response must reach whoever still sends.
    for (const bytes of [10_000_001, 10_000_001, 10_000_001, 15_000_000, 19_000_000]) {
      expect((await upload(bytes)).status).toBe(413);
    }
    expect((await upload(9_000_000, "text/html")).status).toBe(415);
    expect(sandbox.control.seen({ operation: "createDocument" })).toEqual([]);
    expect((await viewOf(upload(10_000_000))).payment?.documents).toMatchObject([{ isUploaded: true }]);
    expect(sandbox.control.state().documents.at(-1)).toMatchObject({ uploadedBytes: 10_000_000 });
  });

  it("takes no amount and no payer from the page", async () => {
    const { invoice, view } = await choose();
    const before = payments().length;
    const quote = view.quote?.id;
    for (const extra of [{ amount: 1 }, { sourceAmount: { value: 1, currency: "USD" } }, { payerId: LOCAL_PAYER_ID }]) {
      expect((await post(`${invoice}/pay?amount=1`, { quote, ...extra })).status).toBe(400);
    }
    expect(payments()).toHaveLength(before);
    await post(`${invoice}/pay?amount=1`, { quote });
    expect(payments().at(-1)).toMatchObject({ sourceAmount: { value: 1285.63 } });
  });

  it.each([
    ["an unknown invoice", "7", {}, 404],
    ["somebody else's invoice", "1042", { authorization: "Bearer demo-session-of-sam" }, 404],
    ["anyone who is not signed in", "1042", { authorization: "" }, 401],
    ["a page of another origin", "1042", { origin: "https://evil.example" }, 403],
  ])("shows, follows and pays nothing for %s", async (_, invoice, headers, status) => {
    const before = payments().length;
    const responses = await Promise.all([
      send(invoice, { headers }),
      send(`${invoice}/events`, { headers }),
      send(`${invoice}/cards`, { headers }),
      post(`${invoice}/card`, { paymentMethodId: crypto.randomUUID() }, headers),
      post(`${invoice}/pay`, { quote: crypto.randomUUID() }, headers),
      send(`${invoice}/documents/INVOICE`, {
        method: "POST",
        headers: { "content-type": "application/pdf", ...headers },
        body: "%PDF",
      }),
    ]);
    expect(responses.map((response) => response.status)).toEqual(responses.map(() => status));
    for (const response of responses) {
      expect(response.headers.get("content-type")).toMatch(/^application\/problem\+json/);
    }
    expect(payments()).toHaveLength(before);
  });

  it("writes no key and no card to its log", () => {
    expect(log).not.toMatch(new RegExp(`4242424242424242|${LOCAL_API_KEY}`));
  });
});

/** Stores a card as the page does. */
async function storeCard({ baseUrl }: RunningSandbox): Promise<string> {
  const billingAddress = { line1: "1 Main St", city: "Oakland", state: "CA", postalCode: "94601", country: "US" };
  const card = { cardHolderName: "Jen Doe", accountNumber: "4242424242424242", cvv: "123" };
  const data = { ...card, expirationMonth: "12", expirationYear: "2039", billingAddress };
  const response = await fetch(`${baseUrl}/payment-methods`, {
    method: "POST",
    headers: { authorization: `Bearer ${LOCAL_API_KEY}`, "content-type": "application/json", "user-agent": "test" },
    body: JSON.stringify({ type: "CARD", data, payer: { id: LOCAL_PAYER_ID } }),
  });
  return ((await response.json()) as { id: string }).id;
}
