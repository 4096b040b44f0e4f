import type { WebhookDelivery, WebhookHandler } from "../webhooks/deliveries.ts";
import type { SandboxEvent } from "../webhooks/webhook-event.ts";
import { type WebhookFault, type Webhooks, webhookFaults } from "../webhooks/webhooks.ts";

/** A receiver of events. */
export interface WebhookSubscription {
  /** A URL on loopback. */
  readonly url: string;
  /** The names of events, such as `payment.state_change`. Default: all. */
  readonly events?: readonly string[];
}

/** Controls for webhooks. Nothing is sent until a test subscribes. */
export interface WebhookControl {
  /** Sends events to a URL on loopback, and returns the id of the subscription, which a reset keeps. */
  subscribeWebhook(subscription: WebhookSubscription): string;
  /** Ends a subscription. Throws an Error when there is none with this id. */
  unsubscribeWebhook(id: string): void;
  /** Sends an event, with any body, to its subscribers. */
  deliver(event: SandboxEvent): void;
  /** Sends a delivery again, with the same body. Throws an Error when there is none with this id. */
  redeliver(deliveryId: string): void;
  /** The last deliveries, oldest first. */
  deliveries(): readonly WebhookDelivery[];
  /** Adds a fault for the next delivery. */
  addWebhookFault(fault: WebhookFault): void;
}

/** Controls for webhooks that only work in the same process. */
export interface LocalWebhookControl {
  /**
   * Sends events to a function, such as a webhook endpoint. Returns a function that ends the subscription, and
   * may be called twice.
   *
   * @param events The names of events. Default: all.
   */
  onWebhook(handler: WebhookHandler, events?: readonly string[]): () => void;
  /**
   * Resolves with the first delivery of such an event that got a 200 response, even if that was before this call.
   * Rejects when there is none within this time, in real milliseconds (default 1000).
   */
  waitFor(event: string, options?: { readonly within?: number }): Promise<WebhookDelivery>;
}

const POLL_MS = 5;
// Taken now, because `waitFor` measures real time also in a test that fakes the timers.
const { setTimeout } = globalThis;
const elapsed = performance.now.bind(performance);

/** Creates the control of webhooks, without announcements. */
export function createWebhookControl(webhooks: Webhooks): WebhookControl & LocalWebhookControl {
  return {
    subscribeWebhook: ({ url, events = [] }) => webhooks.subscribe(url, events),
    unsubscribeWebhook(id) {
      if (!webhooks.unsubscribe(id)) throw new Error("There is no webhook subscription with this id.");
    },
    onWebhook(handler, events = []) {
      const id = webhooks.subscribe(handler, events);
      return () => void webhooks.unsubscribe(id);
    },
    deliver: webhooks.deliver,
    redeliver: webhooks.redeliver,
    deliveries: webhooks.all,
    addWebhookFault(fault) {
      if (!webhookFaults.includes(fault))
        throw new TypeError(`A webhook fault must be one of ${webhookFaults.join(", ")}.`);
      webhooks.addFault(fault);
    },
    async waitFor(event, { within = 1000 } = {}) {
      const until = elapsed() + within;
      for (;;) {
        const found = webhooks
          .all()
          .find((delivery) => delivery.event.event === event && delivery.state === "delivered");
        if (found) return found;
        if (elapsed() >= until) throw new Error(`No delivery of ${event} got a 200 response within ${within} ms.`);
        await new Promise((resolve) => setTimeout(resolve, POLL_MS));
      }
    },
  };
}
