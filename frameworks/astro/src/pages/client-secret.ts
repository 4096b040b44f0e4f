import { createClient, createMintEndpoint, inboundOf } from "@plastiq-connect/node";
import type { APIContext, APIRoute } from "astro";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { authorize } from "../authorize.ts";

export const prerender = false;

const mint = createMintEndpoint<APIContext>({
  client: createClient(),
  allowedOrigins: ["https://shop.example"],
  trustedHops: 1, // reverse proxies of yours in front
  authorize,
  rateLimit: new RateLimiterMemory({ points: 10, duration: 60 }),
});

export const ALL: APIRoute = (context) =>
  mint(context.request, { inbound: inboundOf(context.request, context.clientAddress), native: context });
