import { type Client, mintEndpoint } from "@plastiq-connect/node";
import fastify, { type FastifyInstance, type FastifyRequest } from "fastify";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { addInvoices } from "./invoices.ts";
import { payerOfSession } from "./session.ts";
import type { Settings } from "./settings.ts";

/**
 * The service over a client: `POST /client-secret` mints for the signed-in user, `/invoices` has their
 * invoices, `GET /healthz` says that it is up.
 */
export function createService(client: Client, settings: Settings): FastifyInstance {
  const { allowedOrigins, trustedHops, mintsPerMinute } = settings;
  const service = fastify({ logger: { serializers: { req: describeRequest } } });

  const endpoint = mintEndpoint({
    client,
    allowedOrigins,
    trustedHops,
    authorize({ headers }) {
      const payerId = payerOfSession(headers);
      return payerId === undefined ? { refused: "unauthenticated" } : { payerId };
    },
    // Of this process alone. Several processes share one through RateLimiterRedis.
    rateLimit: new RateLimiterMemory({ points: mintsPerMinute, duration: 60 }),
    onMint: (event) => service.log.info(event, "mint"),
    onError: (err, traceId) => service.log.error({ err, traceId }, "mint failed"),
  });

  // The endpoints read their bodies themselves: none may be read before them, or refused for its type.
  service.removeAllContentTypeParsers();
  service.addContentTypeParser("*", (_request, _payload, done) => done(null));
  service.all("/client-secret", (request, reply) => {
    reply.hijack();
    return endpoint(request.raw, reply.raw);
  });

  addInvoices(service, client, settings);

  service.get("/healthz", async () => ({ ok: true }));

  service.setNotFoundHandler((_request, reply) =>
    reply
      .code(404)
      .header("content-type", "application/problem+json")
      .send(JSON.stringify({ type: "about:blank", title: "There is nothing here.", status: 404 })),
  );

  // While it shuts down, a connection that was kept alive would keep the process.
  service.addHook("onResponse", async () => {
    if (!service.server.listening) service.server.closeIdleConnections();
  });

  return service;
}

// Fastify logs the URL of every request, and the last segment of a webhook's path is a secret. Long segments are left
// out in every path, because a request may spell the path in another way.
function describeRequest({ method, url, host, ip }: FastifyRequest) {
  return { method, url: url.replace(/[^/?#]{32,}/g, "[redacted]"), host, remoteAddress: ip };
}
