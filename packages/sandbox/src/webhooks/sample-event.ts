import type { SandboxEvent } from "./webhook-event.ts";

/** The parts of an event that a test cares about. */
export interface SampleEvent {
  /** Id of the event. Default: a random UUID. */
  readonly id?: string;
  /** Name of the event. Default `payment.state_change`. */
  readonly event?: string;
  /** Id of the payment. Default: a random UUID. */
  readonly paymentId?: string;
  /**
   * The new status, or the type of document that is wanted. Default `CHARGED`, or `SUPPLIER_INVOICE_OR_PURCHASE_ORDER` for
   * `document.request`.
   */
  readonly type?: string;
  /** Epoch ms. Default: now. */
  readonly timestamp?: number;
}

/**
 * Returns an event as the vendor sends it, for a test of your webhook handler.
 *
 * @see https://docs.developer.plastiq.com/docs/webhooks
 * @example
 * ```ts
 * import { webhookEvent } from "@plastiq-connect/sandbox";
 *
 * const { data } = webhookEvent({ type: "NOT_CAPTURED" });
 * console.log(data.type); // NOT_CAPTURED
 * ```
 */
export function webhookEvent(sample: SampleEvent = {}): SandboxEvent {
  const { id = crypto.randomUUID(), event = "payment.state_change", paymentId = crypto.randomUUID() } = sample;
  const first = event === "document.request" ? "SUPPLIER_INVOICE_OR_PURCHASE_ORDER" : "CHARGED";
  const { type = first, timestamp = Date.now() } = sample;
  return { id, event, data: { id: paymentId, object: "PAYMENT", type, timestamp } };
}

/**
 * Returns the request that delivers an event to your webhook endpoint.
 *
 * @param url The URL of the endpoint, with its secret path segment.
 * @example
 * ```ts
 * import { webhookEvent, webhookRequest } from "@plastiq-connect/sandbox";
 *
 * const request = webhookRequest("https://shop.example/webhooks/the-secret", webhookEvent());
 * console.log(request.method); // POST
 * ```
 */
export function webhookRequest(url: string, event: SandboxEvent): Request {
  return new Request(url, {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(event),
  });
}
