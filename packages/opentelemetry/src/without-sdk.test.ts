import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { context, metrics, propagation, trace } from "@opentelemetry/api";
import { UndiciInstrumentation } from "@opentelemetry/instrumentation-undici";
import { type Client, type Hooks, isConnectError } from "@plastiq-connect/core";
import { createClient } from "@plastiq-connect/node";
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from "vitest";
import { openTelemetryHooks } from "./hooks.ts";
import { type Sdk, startSdk } from "./testing/sdk.ts";

const PAYER_ID = "3f2c9a54-7d1e-4b86-9c0a-5e8d1f7b2a63";
const PAYMENT = { paymentIntent: { id: PAYER_ID }, payer: { id: PAYER_ID } };
const NOBODY = { endUser: "none" } as const;

let sdk: Sdk | undefined;
afterEach(async () => {
  await sdk?.stop();
  sdk = undefined;
});

/** A vendor that responds 503 once, then takes payments, and keeps what it was sent. */
async function startVendor() {
  const received: { readonly headers: Readonly<Record<string, unknown>>; readonly body: string }[] = [];
  const server = createServer(async (request, response) => {
    let body = "";
    for await (const chunk of request) body += chunk;
    received.push({ headers: request.headers, body });
    response.setHeader("content-type", "application/json");
    if (received.length === 1) response.writeHead(503, { "retry-after": "0" }).end("{}");
    else response.end(JSON.stringify({ id: PAYER_ID, status: "PENDING" }));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  return { received, baseUrl: `http://127.0.0.1:${(server.address() as AddressInfo).port}/api` };
}

function clientOf(baseUrl: string, hooks: Hooks = openTelemetryHooks()): Client {
  const client = createClient({ apiKey: "a-key-of-the-test", baseUrl, hooks });
  onTestFinished(() => client.close());
  return client;
}

const pay = (client: Client) => client.payments.create(PAYMENT, { ...NOBODY, idempotencyKey: crypto.randomUUID() });

describe("without an SDK", () => {
  it("pays as without hooks: one retry under one key, and the same headers", async () => {
    const [bare, hooked] = [await startVendor(), await startVendor()];
    const paid = [await pay(clientOf(bare.baseUrl, {})), await pay(clientOf(hooked.baseUrl))];
    expect(paid[1]).toEqual(paid[0]);
    const namesOf = ({ received }: typeof bare) => received.map(({ headers, body }) => [Object.keys(headers), body]);
    expect(namesOf(hooked)).toEqual(namesOf(bare));
    expect(new Set(hooked.received.map(({ headers }) => headers["idempotency-key"])).size).toBe(1);
  });

  it("fails as without hooks", async () => {
    const failure = await clientOf("http://127.0.0.1:1/api")
      .payments.create({} as never, NOBODY as never)
      .catch(Object);
    expect(isConnectError(failure) && [failure.code, failure.outcome]).toEqual(["input_invalid", "not-sent"]);
  });

  it("is not enabled", () => {
    expect(openTelemetryHooks().enabled?.()).toBe(false);
  });
});

describe("an SDK that is registered after the client was created", () => {
  it("records the calls from then on, and none from before", async () => {
    const { baseUrl } = await startVendor();
    const client = clientOf(baseUrl);
    await pay(client);
    sdk = startSdk();
    await client.payers.retrieve(PAYER_ID, NOBODY);
    expect(sdk.spans().map(({ name }) => name)).toEqual(["GET /api/payers/{id}", "plastiq retrievePayer"]);
    expect((await sdk.points())["plastiq.client.call.outcomes"]).toMatchObject([
      { attributes: { "plastiq.operation": "retrievePayer" }, value: 1 },
    ]);
  });

  it("and taken out again records nothing more", async () => {
    const { baseUrl } = await startVendor();
    const client = clientOf(baseUrl);
    const stopped = startSdk();
    await pay(client);
    const before = stopped.spans().length;
    await stopped.stop();
    await pay(client);
    // A call and two attempts.
    expect([before, openTelemetryHooks().enabled?.()]).toEqual([3, false]);
  });
});

describe("a part of an SDK", () => {
  beforeEach(() => {
    sdk = startSdk();
  });

  it("records metrics without a provider of spans", async () => {
    trace.disable();
    const { baseUrl } = await startVendor();
    await pay(clientOf(baseUrl));
    const points = await sdk?.points();
    expect(points?.["plastiq.client.call.outcomes"]).toMatchObject([{ value: 1 }]);
    expect(points?.["plastiq.client.call.retries"]).toMatchObject([{ value: 1 }]);
  });

  it("records spans without a provider of metrics", async () => {
    metrics.disable();
    const { baseUrl } = await startVendor();
    await pay(clientOf(baseUrl));
    expect(sdk?.spans()).toHaveLength(3);
  });

  it("records spans with a provider that is passed but not registered", async () => {
    const given = sdk?.tracerProvider;
    for (const api of [trace, metrics]) api.disable();
    const { baseUrl } = await startVendor();
    await pay(clientOf(baseUrl, openTelemetryHooks({ tracerProvider: given })));
    expect(sdk?.spans()).toHaveLength(3);
  });

  it("sends the vendor no baggage without any provider", async () => {
    const instrumentation = new UndiciInstrumentation();
    onTestFinished(() => instrumentation.disable());
    for (const api of [trace, metrics]) api.disable();
    const { baseUrl, received } = await startVendor();
    const baggage = propagation.createBaggage({ user: { value: "of-the-shop" } });
    const withBaggage = propagation.setBaggage(context.active(), baggage);
    // By the instrumentation alone it is sent.
    for (const hooks of [{}, openTelemetryHooks()]) {
      await context.with(withBaggage, () => clientOf(baseUrl, hooks).payers.retrieve(PAYER_ID, NOBODY));
    }
    const sent = received.map(({ headers }) => headers.baggage);
    expect(sent).toEqual(["user=of-the-shop", "user=of-the-shop", undefined]);
  });
});
