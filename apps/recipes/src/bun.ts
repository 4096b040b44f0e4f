import { createClient, createMintEndpoint, inboundOf } from "@plastiq-connect/node";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { authorize } from "./authorize.ts";

const mint = createMintEndpoint({
  client: createClient(),
  allowedOrigins: ["https://shop.example"],
  trustedHops: 0, // reverse proxies of yours in front
  authorize,
  rateLimit: new RateLimiterMemory({ points: 10, duration: 60 }),
});

const server = Bun.serve({
  port: process.env.PORT ?? 3000,
  idleTimeout: 60, // seconds; longer than a mint may take, and Bun waits 10 by default
  routes: {
    "/client-secret": (request, server) =>
      mint(request, { inbound: inboundOf(request, server.requestIP(request)?.address), native: undefined }),
  },
});
console.log(`Listening on ${server.url}`);
