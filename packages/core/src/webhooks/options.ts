import type { EndUser, TrustOptions } from "../end-user/end-user.ts";
import type { ClaimStore } from "./claim-store.ts";
import type { WebhookSecret } from "./secret.ts";
import type { WebhookEvent } from "./webhook-event.ts";

/** Context of an event. */
export interface WebhookContext<Native> {
  /** The sender's address, as far as you trust the proxies in front of you. */
  readonly ip: EndUser["ip"];
  /** The runtime's own object, such as Node's `IncomingMessage` or a Worker's bindings. */
  readonly native: Native;
}

/** A request with the right secret whose body is not an event. */
export interface UnknownMessage {
  /** `subscription` is a message that asks its receiver to open a URL. The endpoint never opens it. */
  readonly kind: "subscription" | "malformed";
  /** The body. It comes from whoever knows the secret: do not trust it. */
  readonly text: string;
}

/** Options for `createWebhookEndpoint`. */
export interface WebhookEndpointOptions<Native> extends TrustOptions {
  /**
   * The last segment of the endpoint's path: at least 32 random bytes, as base64url or hex. It keeps strangers out. It
   * proves nothing about an event, and it shows in access logs. Pass two while you replace one by the other, or a
   * function where settings arrive with each request. While it is empty, every delivery fails with 503.
   */
  readonly secret: WebhookSecret | ((native: Native) => WebhookSecret);
  /**
   * Handles an event. Retrieve the payment that it names, and believe only that. The endpoint responds 200 when it
   * resolves within `timeout`. It may be called again for the same event after a crash.
   */
  onEvent(event: WebhookEvent, context: WebhookContext<Native>): unknown;
  /** Remembers which events are done. A function where settings arrive with each request. */
  readonly store: ClaimStore | ((native: Native) => ClaimStore);
  /** The only addresses that may send events. The vendor publishes none. Default: any. */
  readonly addresses?: readonly string[] | undefined;
  /** Time limit of a response, in milliseconds. Default 4,000: the vendor waits 5 seconds. */
  readonly timeout?: number | undefined;
  /** Called for a body that is not an event. The response is 400. */
  readonly onUnknown?: ((message: UnknownMessage, context: WebhookContext<Native>) => unknown) | undefined;
  /** Called for every failure. Default: `console.error`. */
  readonly onError?: ((error: unknown) => unknown) | undefined;
}
