import { mintEndpoint } from "@plastiq-connect/node";
import fastify from "fastify";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { authorize } from "./authorize.ts";

export const app = fastify();

const mint = mintEndpoint({
  allowedOrigins: ["https://shop.example"],
  trustedHops: 1, // reverse proxies of yours in front
  authorize,
  rateLimit: new RateLimiterMemory({ points: 10, duration: 60 }),
});

app.register(async (scope) => {
  scope.removeAllContentTypeParsers();
  scope.addContentTypeParser("*", (_request, _payload, done) => done(null));
  scope.all("/client-secret", (request, reply) => {
    reply.hijack();
    return mint(request.raw, reply.raw);
  });
});
