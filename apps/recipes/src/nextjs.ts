import { createClient, createMintEndpoint, inboundOf } from "@plastiq-connect/node";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { authorize } from "./authorize.ts";

const mint = createMintEndpoint({
  client: createClient(),
  allowedOrigins: ["https://shop.example"],
  trustedHops: 1, // reverse proxies of yours in front
  authorize,
  rateLimit: new RateLimiterMemory({ points: 10, duration: 60 }),
});

const handle = (request: Request): Promise<Response> =>
  mint(request, { inbound: inboundOf(request), native: undefined });

export { handle as OPTIONS, handle as POST };
