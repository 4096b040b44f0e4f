import { once } from "node:events";
import { createServer, request as httpRequest, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import fastify from "fastify";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import {
  createMemoryClaimStore,
  type NodeWebhookEndpointOptions,
  type WebhookEvent,
  webhookEndpoint,
} from "./index.ts";

const SECRET = "k3".repeat(22);
const EVENT = { id: "event-1", event: "payment.state_change", data: { id: "payment-1", type: "DEPOSITED" } };

function setUp(options: Partial<NodeWebhookEndpointOptions> = {}) {
  const handled: WebhookEvent[] = [];
  const endpoint = webhookEndpoint({
    secret: SECRET,
    store: createMemoryClaimStore(),
    onEvent: (event) => void handled.push(event),
    onError: () => {},
    ...options,
  });
  return { endpoint, handled };
}

async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const SERVERS: Record<string, (endpoint: ReturnType<typeof webhookEndpoint>) => Promise<string>> = {
  "node:http": (endpoint) => listen(createServer(endpoint)),
  Express: (endpoint) => listen(createServer(express().all("/hooks/:secret", endpoint))),
  "Express in a router": (endpoint) =>
    listen(createServer(express().use("/hooks", express.Router().all("/:secret", endpoint)))),
  "Express behind express.json()": (endpoint) =>
    listen(createServer(express().use(express.json()).all("/hooks/:secret", endpoint))),
  "Express behind express.text()": (endpoint) =>
    listen(
      createServer(
        express()
          .use(express.text({ type: "*/*" }))
          .all("/hooks/:secret", endpoint),
      ),
    ),
  async Fastify(endpoint) {
    const app = fastify({ forceCloseConnections: true });
    app.all("/hooks/:secret", (request, reply) => {
      reply.hijack();
      // Fastify keeps what it parsed beside the raw request.
      return endpoint(Object.assign(request.raw, { body: request.body }), reply.raw);
    });
    onTestFinished(() => app.close());
    return await app.listen({ host: "127.0.0.1", port: 0 });
  },
};

const deliver = (origin: string, body: unknown = EVENT, path = `/hooks/${SECRET}`): Promise<Response> =>
  fetch(origin + path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });

describe.each(Object.entries(SERVERS))("webhookEndpoint in %s", (_, serve) => {
  it("handles an event once, and responds 200 to each delivery", async () => {
    const { endpoint, handled } = setUp();
    const origin = await serve(endpoint);
    expect([(await deliver(origin)).status, (await deliver(origin)).status]).toEqual([200, 200]);
    expect(handled).toEqual([EVENT]);
  });

  it("responds 404 to a wrong secret and 400 to what is not an event", async () => {
    const { endpoint, handled } = setUp();
    const origin = await serve(endpoint);
    expect((await deliver(origin, EVENT, `/hooks/${"z".repeat(43)}`)).status).toBe(404);
    expect((await deliver(origin, { hello: 1 })).status).toBe(400);
    expect(handled).toEqual([]);
  });

  it("handles one of a thousand simultaneous deliveries of one event", async () => {
    const { endpoint, handled } = setUp();
    const origin = await serve(endpoint);
    const statuses = await Promise.all(Array.from({ length: 1_000 }, async () => (await deliver(origin)).status));
    expect(handled).toHaveLength(1);
    expect(new Set(statuses)).toEqual(new Set(statuses.includes(503) ? [200, 503] : [200]));
  });
});

it("passes the address of the connection, and Node's request", async () => {
  const onEvent = vi.fn();
  const origin = await listen(createServer(setUp({ onEvent }).endpoint));
  await deliver(origin);
  expect(onEvent.mock.calls[0]?.[1]).toMatchObject({ ip: "127.0.0.1", native: { request: { method: "POST" } } });
});

it("responds 408 to a body that hardly arrives, and keeps serving others", async () => {
  // Long enough for the other delivery on a busy machine.
  const { endpoint } = setUp({ timeout: 2_500 });
  const origin = await listen(createServer(endpoint));
  const slow = httpRequest(`${origin}/hooks/${SECRET}`, { method: "POST", headers: { "content-length": "1000" } });
  slow.on("error", () => {}).write("{");
  const response = new Promise<number | undefined>((resolve) => slow.on("response", (got) => resolve(got.statusCode)));
  expect((await deliver(origin)).status).toBe(200);
  expect(await response).toBe(408);
});

it("responds 413 to ten megabytes", async () => {
  const { endpoint, handled } = setUp();
  const origin = await listen(createServer(endpoint));
  const status = await deliver(origin, { ...EVENT, more: "x".repeat(10_000_000) }).then(
    (response) => response.status,
    // The server may close the connection before the whole body is sent.
    (error) => (error as Error).message,
  );
  expect([413, "fetch failed"]).toContain(status);
  expect(handled).toEqual([]);
});
