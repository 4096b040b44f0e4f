import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import { createClient, createMintEndpoint, createWebhookEndpoint, inboundOf } from "@plastiq-connect/node";
import { Hono } from "hono";
import { API_KEY, ORIGIN } from "../parties.ts";
import { authorize, endpointsBy, onMint } from "./endpoint-setup.ts";
import { announce, memoryLimiter, settings } from "./node-endpoints.ts";
import { handleEvent, webhooksBy } from "./webhook-setup.ts";

// The web-standard form, under Hono.
const app = new Hono();
const endpoints = endpointsBy(({ vendor, trustedHops, limited, limits }) =>
  createMintEndpoint({
    client: createClient({ apiKey: API_KEY, baseUrl: settings[vendor], ...limits }),
    allowedOrigins: [ORIGIN],
    authorize: (request) => authorize(request, settings),
    trustedHops,
    rateLimit: limited && memoryLimiter(),
    onMint,
  }),
);
const client = createClient({ apiKey: API_KEY, baseUrl: settings.baseUrl });
const webhooks = webhooksBy((setup) =>
  createWebhookEndpoint({ ...setup, onEvent: (event) => handleEvent(event, client) }),
);
for (const [folder, endpoint] of webhooks) {
  app.all(`${folder}/:secret`, (c) =>
    endpoint(c.req.raw, { inbound: inboundOf(c.req.raw, getConnInfo(c).remote.address), native: undefined }),
  );
}
for (const [path, endpoint] of endpoints) {
  app.all(path, (c) =>
    endpoint(c.req.raw, { inbound: inboundOf(c.req.raw, getConnInfo(c).remote.address), native: undefined }),
  );
}
const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, () => announce(server as Server));
