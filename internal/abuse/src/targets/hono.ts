import type { Server } from "node:http";
import { serve } from "@hono/node-server";
import { getConnInfo } from "@hono/node-server/conninfo";
import { inboundOf } from "@plastiq-connect/node";
import { Hono } from "hono";
import { announce, standardEndpoints, standardWebhooks } from "./node-endpoints.ts";

// The web-standard form, under Hono.
const app = new Hono();
const webhooks = [...standardWebhooks()].map(([folder, endpoint]) => [`${folder}/:secret`, endpoint] as const);
for (const [path, endpoint] of [...standardEndpoints(), ...webhooks]) {
  app.all(path, (c) =>
    endpoint(c.req.raw, { inbound: inboundOf(c.req.raw, getConnInfo(c).remote.address), native: undefined }),
  );
}
const server = serve({ fetch: app.fetch, hostname: "127.0.0.1", port: 0 }, () => announce(server as Server));
