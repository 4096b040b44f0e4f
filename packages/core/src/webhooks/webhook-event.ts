import { inputInvalid } from "../error.ts";

/**
 * An event as the vendor documents it. It contains ids, not details: treat it as a hint, and retrieve the payment.
 *
 * @see https://docs.developer.plastiq.com/docs/webhooks
 */
export interface WebhookEvent {
  /** The event's id. It is inferred that only deliveries of the same event share an id. */
  readonly id: string;
  /** Name of the event. An open list. */
  readonly event:
    | "payment.state_change"
    | "payment.disbursement_information"
    | "payment.trace_information"
    | "document.request"
    | (string & {});
  /** The resource that the event is about. */
  readonly data: {
    /** Id of the resource, such as a payment's. */
    readonly id: string;
    /** Kind of the resource, such as `PAYMENT`. An open list. */
    readonly object?: string;
    /** The details, such as the new status (inferred) or the requested document's type. */
    readonly type?: string;
    /** The time of the event, in milliseconds since 1970. */
    readonly timestamp?: number;
    readonly [field: string]: unknown;
  };
  readonly [field: string]: unknown;
}

/** The largest body of an event that is read, in bytes: 64 KiB. Events carry ids only. */
export const MAX_EVENT_BYTES: number = 65_536;

const MAX_ID_LENGTH = 200;
// Characters that a claim store refuses or changes. U+FFFD stands for bytes that are not UTF-8. Two events would share
// an id, and the second one would be lost.
const UNSTORABLE = /[\p{Surrogate}\0\uFFFD]/u;

/**
 * Parses the body of a webhook request. Checks that `id`, `event` and `data.id` are text; everything else is accepted,
 * so that new events work too.
 *
 * It does not authenticate the sender, because the vendor publishes no signature.
 *
 * @throws ConnectError `input_invalid`. It repeats nothing of the body.
 * @see https://docs.developer.plastiq.com/docs/webhooks
 * @example
 * ```ts
 * import { parseWebhookEvent } from "@plastiq-connect/core/webhooks";
 *
 * declare const queue: { add(name: string, data: unknown): Promise<unknown> }; // yours
 *
 * export async function receive(request: Request): Promise<void> {
 *   const { event, data } = parseWebhookEvent(await request.text());
 *   if (event === "payment.state_change") await queue.add(event, data.id);
 * }
 * ```
 */
export function parseWebhookEvent(text: string): WebhookEvent {
  if (typeof text !== "string") {
    throw inputInvalid("The event must be text: pass the body of the request as it was received, before it is parsed.");
  }
  if (new TextEncoder().encode(text).length > MAX_EVENT_BYTES) {
    throw inputInvalid(`The event is longer than ${MAX_EVENT_BYTES} bytes.`);
  }
  const event = parseJson(text);
  const { id, event: name, data } = event;
  const fields = { id, event: name, "data.id": Object(data).id };
  for (const [field, value] of Object.entries(fields)) {
    if (typeof value !== "string" || value === "" || value.length > MAX_ID_LENGTH || UNSTORABLE.test(value)) {
      throw inputInvalid(`The event's ${field} must be well-formed text of 1 to ${MAX_ID_LENGTH} characters.`);
    }
  }
  return event as unknown as WebhookEvent;
}

/**
 * Returns whether a body looks like the subscription message of Amazon SNS, which asks its receiver to open a URL. The
 * URL comes from a stranger: never fetch it from a server.
 */
export function isSubscriptionMessage(text: string): boolean {
  try {
    const { Type, SubscribeURL } = parseJson(text);
    return typeof SubscribeURL === "string" || Type === "SubscriptionConfirmation";
  } catch {
    return false;
  }
}

function parseJson(text: string): Readonly<Record<string, unknown>> {
  try {
    return Object(JSON.parse(text));
  } catch {
    throw inputInvalid("The event must be a JSON object.");
  }
}
