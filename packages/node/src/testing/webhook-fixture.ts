import { once } from "node:events";
import { createServer, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import express from "express";
import fastify from "fastify";
import { onTestFinished } from "vitest";
import {
  createMemoryClaimStore,
  type NodeWebhookEndpointOptions,
  type WebhookEvent,
  webhookEndpoint,
} from "../index.ts";

/** The secret in the webhook URL. */
export const SECRET: string = "k3".repeat(22);
/** An event of the vendor. */
export const EVENT: WebhookEvent = {
  id: "event-1",
  event: "payment.state_change",
  data: { id: "payment-1", type: "DEPOSITED" },
};

/** Creates an endpoint, and the list of the events that it has handled. */
export function setUp(options: Partial<NodeWebhookEndpointOptions> = {}): {
  readonly endpoint: ReturnType<typeof webhookEndpoint>;
  readonly handled: readonly WebhookEvent[];
} {
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

/** Listens until the test ends, and returns the origin. */
export async function listen(server: Server): Promise<string> {
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
  });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Serves an endpoint in each way that users do, and returns the origin. */
export const SERVERS: Record<string, (endpoint: ReturnType<typeof webhookEndpoint>) => Promise<string>> = {
  "node:http": (endpoint) => listen(createServer(endpoint)),
  Express: (endpoint) => listen(createServer(express().all("/hooks/:secret", endpoint))),
  "Express in a router": (endpoint) =>
    listen(createServer(express().use("/hooks", express.Router().all("/:secret", endpoint)))),
  "Express mounted at the whole path": (endpoint) => listen(createServer(express().use("/hooks/:secret", endpoint))),
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

/** Posts an event, or another body. */
export const deliver = (origin: string, body: unknown = EVENT, path = `/hooks/${SECRET}`): Promise<Response> =>
  fetch(origin + path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(body) });
