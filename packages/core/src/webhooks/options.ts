import type { EndUser, TrustOptions } from "../end-user/end-user.ts";
import type { ClaimStore } from "./claim-store.ts";
import type { WebhookSecret } from "./secret.ts";
import type { WebhookEvent } from "./webhook-event.ts";

/** Context of an event. */
export interface WebhookContext<Native> {
  /** The sender's address, according to `trustedHops`. */
  readonly ip: EndUser["ip"];
  /** The runtime's own object, such as Node's `IncomingMessage` or a Worker's bindings. */
  readonly native: Native;
}

/** A request with the right secret whose body is not an event. */
export interface UnknownMessage {
  /** `subscription`: a message that asks its receiver to open a URL. The endpoint never opens it. */
  readonly kind: "subscription" | "malformed";
  /** The body. It comes from anyone who knows the secret: do not trust it. */
  readonly text: string;
}

/** Options for `createWebhookEndpoint`. */
export interface WebhookEndpointOptions<Native> extends TrustOptions {
  /**
   * The last segment of the endpoint's path: at least 32 random bytes, as base64url or hex. It keeps strangers out, but
   * does not authenticate an event, and it appears in access logs. Pass two secrets during a rotation. Pass a function
   * if settings arrive with each request or the secret is in a secrets manager. It runs for every request, also those
   * of strangers, so cache the secret. While it is empty or the function fails, every delivery fails with 503.
   */
  readonly secret: WebhookSecret | ((native: Native) => WebhookSecret | Promise<WebhookSecret>);
  /**
   * Handles an event. Retrieve the payment that it names, and trust only that response. The endpoint responds with 200
   * when it resolves within `timeout`. It may be called again for the same event after a crash or a failure of the
   * store.
   */
  onEvent(event: WebhookEvent, context: WebhookContext<Native>): unknown;
  /** The store of handled events, or a function if settings arrive with each request. */
  readonly store: ClaimStore | ((native: Native) => ClaimStore);
  /** The only addresses that may send events. Default: any, because the vendor publishes none. */
  readonly addresses?: readonly string[] | undefined;
  /** Timeout of a response, in milliseconds. Default 4,000, because the vendor waits 5 seconds. */
  readonly timeout?: number | undefined;
  /** Called for a body that is not an event. The response is 400. */
  readonly onUnknown?: ((message: UnknownMessage, context: WebhookContext<Native>) => unknown) | undefined;
  /** Called for every failure. Default: `console.error`. */
  readonly onError?: ((error: unknown) => unknown) | undefined;
}
