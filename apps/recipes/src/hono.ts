import { getConnInfo } from "@hono/node-server/conninfo";
import { createClient, createMintEndpoint, inboundOf } from "@plastiq-connect/node";
import { type Context, Hono } from "hono";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { authorize } from "./authorize.ts";

export const app = new Hono();

const mint = createMintEndpoint<Context>({
  client: createClient(),
  allowedOrigins: ["https://shop.example"],
  trustedHops: 0, // reverse proxies of yours in front
  authorize,
  rateLimit: new RateLimiterMemory({ points: 10, duration: 60 }),
});

app.all("/client-secret", (context) => {
  const { raw } = context.req;
  return mint(raw, { inbound: inboundOf(raw, getConnInfo(context).remote.address), native: context });
});
