import type { IncomingMessage, ServerResponse } from "node:http";
import { configurationInvalid } from "@plastiq-connect/core/adapter";
import { standardRequest } from "./standard-request.ts";

/**
 * The Node request and response that your functions get in their context. `Req` is the framework's request type, such as
 * Express's `Request` with its `session`.
 */
export interface NodeNative<Req extends IncomingMessage = IncomingMessage> {
  /** The request that the handler was called with. With Fastify it is `request.raw`. */
  readonly request: Req;
  /** The response that the endpoint writes. */
  readonly response: ServerResponse;
}

/** A handler of one request: of plain `node:http`, of Express (`app.all(path, handler)`), or of Fastify's raw pair. */
export type NodeHandler<Req extends IncomingMessage = IncomingMessage> = (
  request: Req,
  response: ServerResponse,
  next?: (error: unknown) => void,
) => Promise<void>;

/**
 * Creates a Node handler from a function over standard requests.
 *
 * A request gets 400 when its `Host` is not a host and a port, or when its parsed URL would have a different path from
 * the one that was routed. `next` is called only when the response cannot be written, for example because it has been
 * written already.
 */
export function nodeHandler<Req extends IncomingMessage>(
  respond: (request: Request, native: NodeNative<Req>) => Promise<Response>,
): NodeHandler<Req> {
  let server: typeof import("@remix-run/node-fetch-server") | undefined;
  return async function handle(request, response, next) {
    checkPair(request, response);
    let standard: Request;
    try {
      // Loaded by the first request, so that a process without an endpoint starts faster.
      server ??= await import("@remix-run/node-fetch-server");
    } catch (error) {
      return giveUp(error);
    }
    // The request's signal would not report a client that has already disconnected.
    if (isGone()) return;
    try {
      standard = standardRequest(server.createRequest, request, response);
    } catch (error) {
      if (response.headersSent) return giveUp(error);
      // A server's own error page would contain the stack trace.
      response.writeHead(400, { "cache-control": "no-store" }).end();
      return;
    }
    try {
      const standardResponse = await respond(standard, { request, response });
      if (isGone()) return;
      await server.sendResponse(response, standardResponse);
      if (!request.complete) discardRest(request, standard);
    } catch (error) {
      giveUp(error);
    }

    // A response of HTTP/2 has no `destroyed`.
    function isGone(): boolean {
      return response.destroyed || request.aborted;
    }

    function giveUp(error: unknown): void {
      if (next) next(error);
      else response.destroy();
    }
  };
}

// Without this check, a framework's own request would get 400, and nothing would report why.
function checkPair(request: IncomingMessage, response: ServerResponse): void {
  if (typeof request?.on === "function" && typeof response?.writeHead === "function") return;
  throw configurationInvalid(
    "The endpoint must get Node's request and response. With Fastify pass request.raw and reply.raw, with Koa ctx.req and ctx.res.",
  );
}

/** Cancels the body of a request, so that its end does not count as a disconnect. */
export function dropBody({ body }: Request): void {
  // Rejects when a user's function is reading the body. That is the user's concern.
  body?.cancel().catch(() => {});
}

const LINGER = 1_000;

// The rest of the body is read and discarded, so that the response arrives. A client that never ends it is
// disconnected.
function discardRest(request: IncomingMessage, standard: Request): void {
  dropBody(standard);
  const timer = setTimeout(() => request.destroy(), LINGER);
  timer.unref();
  request.once("close", () => clearTimeout(timer)).resume();
}
