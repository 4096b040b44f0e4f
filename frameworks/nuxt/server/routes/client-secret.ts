import { mintEndpoint } from "@plastiq-connect/node";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { authorize } from "../authorize.ts";

const mint = mintEndpoint({
  allowedOrigins: ["https://shop.example"],
  trustedHops: 1, // reverse proxies of yours in front
  authorize,
  rateLimit: new RateLimiterMemory({ points: 10, duration: 60 }),
});

export default defineEventHandler(({ node }) => mint(node.req, node.res));
