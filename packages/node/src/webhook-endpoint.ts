import { configurationInvalid } from "@plastiq-connect/core/adapter";
import {
  createWebhookEndpoint,
  type WebhookContext,
  type WebhookEndpointOptions,
} from "@plastiq-connect/core/webhooks";
import { dropBody, type NodeHandler, type NodeNative, nodeHandler } from "./node-handler.ts";
import { readInbound } from "./read-inbound.ts";

/** Options for `webhookEndpoint` in Node. */
export type NodeWebhookEndpointOptions = WebhookEndpointOptions<NodeNative>;

/** Context of an event in Node: the sender's address, and Node's request and response in `native`. */
export type NodeWebhookContext = WebhookContext<NodeNative>;

/**
 * Creates the webhook endpoint as a Node handler. It also works behind `express.json()` and Fastify's parsers: the vendor
 * publishes no signature scheme, so a parsed body is as good as the raw one.
 *
 * @throws ConnectError `configuration_invalid`, naming the option.
 * @see https://docs.developer.plastiq.com/docs/webhooks
 * @example
 * ```ts
 * import { createRedisClaimStore, type NodeHandler, webhookEndpoint } from "@plastiq-connect/node";
 *
 * declare const app: { post(path: string, handler: NodeHandler): void }; // of Express
 * declare const redis: { call(name: string, ...args: string[]): Promise<unknown> }; // of ioredis
 * declare const queue: { add(name: string, data: unknown): Promise<unknown> }; // yours
 *
 * app.post(
 *   "/webhooks/:secret",
 *   webhookEndpoint({
 *     secret: process.env.WEBHOOK_SECRET ?? "",
 *     store: createRedisClaimStore(([name, ...args]) => redis.call(name, ...args)),
 *     onEvent: (event) => queue.add(event.event, event.data),
 *   }),
 * );
 * ```
 */
export function webhookEndpoint(options: NodeWebhookEndpointOptions): NodeHandler {
  const endpoint = createWebhookEndpoint<NodeNative>(options);
  return nodeHandler((request, native) =>
    endpoint(withParsedBody(request, native), { inbound: readInbound(native.request), native }),
  );
}

/** Puts the body that a framework has parsed back into the request. */
function withParsedBody(standard: Request, { request }: NodeNative): Request {
  if (!request.readableEnded) return standard;
  dropBody(standard);
  const { body } = request as { readonly body?: unknown };
  const isText = typeof body === "string" || body instanceof Uint8Array;
  const text = isText ? body : jsonOf(body);
  const { method } = standard;
  if (method === "GET" || method === "HEAD") return new Request(standard.url, { method });
  // A form parser splits JSON at its `=` and `&`, which leaves no `event`.
  const hasEvent = typeof (body as { readonly event?: unknown } | null | undefined)?.event === "string";
  const isForm = !isText && !hasEvent && FORM.test(request.headers["content-type"] ?? "");
  const isLost = body === undefined || isForm ? hadBody(request) : text === undefined;
  return new Request(standard.url, {
    method,
    body: isLost ? lostBody() : (text as string),
    duplex: "half",
  } as RequestInit);
}

// A parser of its own choice may return values that JSON cannot hold, and anyone may send JSON that is nested too deep.
function jsonOf(body: unknown): string | undefined {
  try {
    return JSON.stringify(body);
  } catch {
    return undefined;
  }
}

const FORM = /^\s*(?:application\/x-www-form-urlencoded|multipart\/form-data)\b/i;

function hadBody(request: NodeNative["request"]): boolean {
  const { headers } = request;
  const { stream } = request as { readonly stream?: { readonly endAfterHeaders?: boolean } };
  // Over HTTP/2, a body needs no header.
  if (stream?.endAfterHeaders === false) return true;
  return headers["transfer-encoding"] !== undefined || Number(headers["content-length"] ?? 0) > 0;
}

/** Returns a body that fails when it is read, so that the vendor delivers the event again. */
function lostBody(): ReadableStream {
  const error = configurationInvalid(
    "A body parser read the webhook before the endpoint was called, and kept neither its text nor its JSON. Mount the endpoint before the body parser, or put the text or the parsed JSON into request.body.",
  );
  return new ReadableStream({ start: (controller) => controller.error(error) });
}
