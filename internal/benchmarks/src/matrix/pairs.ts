import type { Client } from "@plastiq-connect/core";
import { createMemoryClaimStore, createWebhookEndpoint } from "@plastiq-connect/core/webhooks";

/** The same work done twice: by hand over the runtime's own `fetch`, and by us. */
export interface Pair {
  bare(): Promise<unknown>;
  ours(): Promise<unknown>;
}

/** Names of the pairs. */
export const PAIRS = ["mint", "mint, chunked", "mint, gzip", "payment", "list of 1,000", "webhook"] as const;

const KEY = "bench-key-not-a-secret";
const PAYER = "6c1c7a2e-3d3c-4c0a-9a53-0f7f6e1d9b11";
const INTENT = "6c1c7a2e-3d3c-4c0a-9a53-0f7f6e1d9b12";
const END_USER = { userAgent: "Mozilla/5.0 (X11; Linux x64) bench", deviceId: "device-1", ip: "203.0.113.7" };
const WEBHOOK_SECRET = "bench-secret-not-a-secret-".padEnd(43, "0");
const PAYMENT = { paymentIntent: { id: INTENT }, payer: { id: PAYER } };

/** Options that every client under test has, besides `baseUrl`. */
export const CLIENT_OPTIONS = { apiKey: KEY };

/** Creates the pairs. `client` creates our client for a base URL. */
export function createPairs(
  origin: string,
  client: (baseUrl: string) => Client,
): Readonly<Record<(typeof PAIRS)[number], Pair>> {
  const mint = (kind: string): Pair => {
    const baseUrl = `${origin}/${kind}/api`;
    const { clientSecrets } = client(baseUrl);
    const body = { payer: { id: PAYER }, type: "CARD" };
    return {
      bare: async () => (await bareJson(`${baseUrl}/client-secrets`, endUserHeaders(), "POST", body)).clientSecret,
      ours: async () => (await clientSecrets.create({ payer: { id: PAYER } }, { endUser: END_USER })).reveal(),
    };
  };
  return {
    mint: mint("sized"),
    "mint, chunked": mint("chunked"),
    "mint, gzip": mint("gzip"),
    payment: payment(`${origin}/sized/api`, client),
    "list of 1,000": list(`${origin}/sized/api`, client),
    webhook: webhook(),
  };
}

function payment(baseUrl: string, client: (baseUrl: string) => Client): Pair {
  const { payments } = client(baseUrl);
  return {
    async bare() {
      const headers = { ...endUserHeaders(), "idempotency-key": crypto.randomUUID() };
      return bareJson(`${baseUrl}/payments`, headers, "POST", PAYMENT);
    },
    ours: () => payments.create(PAYMENT, { endUser: END_USER, idempotencyKey: crypto.randomUUID() }),
  };
}

function list(baseUrl: string, client: (baseUrl: string) => Client): Pair {
  const { payments } = client(baseUrl);
  return {
    async bare() {
      let items = 0;
      for (let more = true; more; ) {
        const url = `${baseUrl}/payments?payerId=${PAYER}&limit=100&offset=${items}`;
        const page = await bareJson(url, headers(), "GET");
        items += page.data.length;
        more = page.pagination.hasNextPage;
      }
      return items;
    },
    async ours() {
      let items = 0;
      for await (const { id } of payments.list({ payerId: PAYER, limit: 100 }, { endUser: "none" })) if (id) items++;
      return items;
    },
  };
}

function webhook(): Pair {
  const event = {
    id: PAYER,
    event: "payment.state_change",
    data: { id: PAYER, object: "PAYMENT", type: "DEPOSITED", timestamp: 1_763_000_000_000 },
  };
  const url = `https://shop.example/hooks/${WEBHOOK_SECRET}`;
  const request = (): Request =>
    new Request(url, { method: "POST", body: JSON.stringify({ ...event, id: crypto.randomUUID() }) });
  const endpoint = createWebhookEndpoint({
    secret: WEBHOOK_SECRET,
    store: createMemoryClaimStore(),
    onEvent() {},
  });
  const context = { inbound: { header: () => undefined, peer: "203.0.113.7" }, native: undefined };
  return {
    async bare() {
      const received = request();
      const [given, expected] = await Promise.all([digest(new URL(received.url).pathname), digest(WEBHOOK_SECRET)]);
      const { id } = JSON.parse(await received.text());
      if (!id || given.byteLength !== expected.byteLength) throw new Error("No event.");
      return new Response(null, { status: 200 });
    },
    async ours() {
      const { status } = await endpoint(request(), context);
      if (status !== 200) throw new Error(`The endpoint responded with ${status}.`);
    },
  };
}

function digest(text: string): Promise<ArrayBuffer> {
  return crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
}

// With a fresh trace id, as ours sends.
function headers(): Record<string, string> {
  return {
    accept: "application/json",
    authorization: `Bearer ${KEY}`,
    "trace-id": crypto.randomUUID(),
    "user-agent": END_USER.userAgent,
  };
}

function endUserHeaders(): Record<string, string> {
  return {
    ...headers(),
    "content-type": "application/json",
    "end-user-device-id": END_USER.deviceId,
    "end-user-ip": END_USER.ip,
  };
}

// biome-ignore lint/suspicious/noExplicitAny: the vendor's JSON, read as one would by hand
async function bareJson(url: string, headers: Record<string, string>, method: string, body?: object): Promise<any> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), 10_000);
  try {
    const { signal } = controller;
    const init: RequestInit = { method, headers, signal };
    if (body) init.body = JSON.stringify(body);
    return await (await fetch(url, init)).json();
  } finally {
    clearTimeout(timer);
  }
}
