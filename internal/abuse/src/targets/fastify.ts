import fastify from "fastify";
import { announce, nodeEndpoints, nodeWebhooks } from "./node-endpoints.ts";

// Fastify, with its raw pair.
const app = fastify();
// The endpoint reads no body, so Fastify must not read one, or refuse its type.
app.removeAllContentTypeParsers();
app.addContentTypeParser("*", (_request, _payload, done) => done(null));
const webhooks = [...nodeWebhooks()].map(([folder, endpoint]) => [`${folder}/:secret`, endpoint] as const);
for (const [path, endpoint] of [...nodeEndpoints(), ...webhooks]) {
  app.all(path, (request, reply) => {
    reply.hijack();
    return endpoint(request.raw, reply.raw);
  });
}
await app.listen({ host: "127.0.0.1", port: 0 });
announce(app.server);
