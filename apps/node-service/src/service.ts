import { type Client, endUserFrom, isConnectError, readInbound } from "@plastiq-connect/node";
import fastify, { type FastifyInstance, type FastifyReply, type FastifyRequest } from "fastify";
import { sendProblem, statusOf } from "./problem.ts";
import { payerOfSession } from "./session.ts";

// The reverse proxy in front. Without one: 0.
const TRUSTED_HOPS = 1;

/** The service over a client: `POST /client-secret` mints for who is signed in, `GET /healthz` says that it is up. */
export function createService(connect: Client): FastifyInstance {
  const service = fastify({ logger: true });
  // Nothing is read from a body, so that none is refused for its type.
  service.removeAllContentTypeParsers();
  service.addContentTypeParser("*", (_request, _payload, done) => done(null));

  // While it shuts down, a connection that was kept alive would keep the process.
  service.addHook("onSend", async (_request, reply) => {
    if (!service.server.listening) reply.header("connection", "close");
  });

  service.get("/healthz", async () => ({ ok: true }));

  service.post("/client-secret", async ({ raw, headers }: FastifyRequest, reply: FastifyReply) => {
    const payerId = payerOfSession(headers);
    if (payerId === undefined) {
      return sendProblem(reply.header("www-authenticate", "Bearer"), 401, "Sign in first.");
    }
    const endUser = endUserFrom(readInbound(raw), { trustedHops: TRUSTED_HOPS });
    const secret = await connect.clientSecrets.create({ payer: { id: payerId } }, { endUser });
    return reply.header("cache-control", "no-store").send({
      clientSecret: secret.reveal(),
      expiresAt: secret.expiresAt,
      expiresIn: secret.remaining(),
      traceId: secret.traceId,
    });
  });

  service.setNotFoundHandler((_, reply) => sendProblem(reply, 404, "There is nothing here."));

  // The log gets the whole reason, the browser only what it may know.
  service.setErrorHandler((error: { statusCode?: number }, request, reply) => {
    if (error.statusCode !== undefined && error.statusCode < 500) {
      return sendProblem(reply, error.statusCode, "The request cannot be read.");
    }
    request.log.error(error);
    const { status, title } = statusOf(error);
    return sendProblem(reply, status, title, isConnectError(error) ? error.traceId : undefined);
  });

  return service;
}
