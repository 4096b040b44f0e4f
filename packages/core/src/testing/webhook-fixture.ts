import { type Inbound, inboundOf } from "../end-user/inbound.ts";
import {
  createMemoryClaimStore,
  createWebhookEndpoint,
  type WebhookEndpointOptions,
  type WebhookEvent,
} from "../webhooks/index.ts";

/** The secret of the endpoints that are tested. */
export const SECRET = "k3".repeat(22);
/** Another secret. */
export const OTHER = "z9".repeat(22);
/** An event as the vendor sends it. */
export const EVENT = {
  id: "8d8ac610-566d-4ef0-9c22-186b2a5ed793",
  event: "payment.state_change",
  data: {
    id: "1f0a6a57-3d5e-4c36-9a6c-ce0b5d0f3a51",
    object: "PAYMENT",
    type: "DEPOSITED",
    timestamp: 1_763_000_000_000,
  },
};

/** An endpoint, what it has handled and reported, and a way to deliver to it. */
export function endpointOf(options: Partial<WebhookEndpointOptions<string>> = {}) {
  const handled: WebhookEvent[] = [];
  const errors: unknown[] = [];
  const kept: Promise<unknown>[] = [];
  const endpoint = createWebhookEndpoint<string>({
    secret: SECRET,
    store: createMemoryClaimStore(),
    onEvent: (event) => void handled.push(event),
    onError: (error) => void errors.push(error),
    ...options,
  });
  const deliver = ({
    path = `/hooks/${SECRET}`,
    body = JSON.stringify(EVENT),
    peer = "192.0.2.7",
    inbound,
    waitUntil = (work) => kept.push(work),
    ...init
  }: Delivery = {}): Promise<Response> => {
    const withBody = init.method === "GET" ? {} : { body, duplex: "half" };
    const request = new Request(`https://shop.example${path}`, { method: "POST", ...withBody, ...init });
    return endpoint(request, {
      inbound: inbound ?? inboundOf(request, peer),
      native: "native",
      waitUntil,
    });
  };
  return { endpoint, deliver, handled, errors, kept };
}

/** A promise, and what settles it. */
export function deferred(): { readonly promise: Promise<void>; resolve(): void; reject(error: Error): void } {
  let settle = { resolve: (): void => {}, reject: (_: Error): void => {} };
  const promise = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, resolve: () => settle.resolve(), reject: (error) => settle.reject(error) };
}

interface Delivery extends RequestInit {
  readonly path?: string;
  readonly peer?: string;
  readonly inbound?: Inbound;
  readonly waitUntil?: (work: Promise<unknown>) => unknown;
}
