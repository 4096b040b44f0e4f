import type { Clock } from "../account/clock.ts";
import { redactHeaders } from "../seen/redact.ts";
import { shownBodyOf } from "./shown-body.ts";
import type { SandboxEvent } from "./webhook-event.ts";

/** How long a receiver may take. @see https://docs.developer.plastiq.com/docs/webhooks */
const TIMEOUT_MS = 5_000;
/** The pauses before each further attempt, in ms of the sandbox's clock. */
const PAUSES_MS: readonly number[] = [1_000, 5_000, 25_000, 125_000];

/** Receives events in process: a webhook endpoint is such a function. */
export type WebhookHandler = (request: Request) => Response | Promise<Response>;

/** A receiver of events. */
export interface Subscription {
  readonly id: string;
  readonly receiver: string | WebhookHandler;
  /** The names of events; empty: all. */
  readonly events: readonly string[];
  /** Disabled after a delivery that failed five times. */
  isDisabled: boolean;
}

/** One event on its way to one receiver. */
export interface WebhookDelivery {
  /** Id of the delivery. */
  readonly id: string;
  /** Id of the subscription that it goes to. */
  readonly subscriptionId: string;
  /** The event that is delivered. */
  readonly event: SandboxEvent;
  /** The request body, which a fault may have changed. */
  readonly body: string;
  /** The receiver: the origin of its URL, or `in process`. The path can contain a secret. */
  readonly receiver: string;
  /** Every attempt so far. */
  attempts: readonly DeliveryAttempt[];
  /** `delivered` by a 200; `failed` after five attempts; `dropped` by a fault. */
  state: "pending" | "delivered" | "failed" | "dropped";
  /** Not sent before this moment, epoch ms. */
  dueAt: number;
}

/** One attempt to deliver an event. */
export interface DeliveryAttempt {
  /** When it was sent, epoch ms on the sandbox's clock. */
  readonly at: number;
  /** The status of the response, or null without one. */
  readonly status: number | null;
  /** Until the response, or until it was given up, in ms; with the `now` option, on that clock. */
  readonly duration: number;
  /** The headers that were received, and the start of the body, redacted; null without a response. */
  readonly response: { readonly headers: Readonly<Record<string, string>>; readonly body: string } | null;
}

/** Returns what may be shown of a receiver. */
export function receiverName(receiver: Subscription["receiver"]): string {
  return typeof receiver === "string" ? new URL(receiver).origin : "in process";
}

/** Sends a delivery once, and records the result. `giveUp` ends it early. */
export async function attempt(
  delivery: WebhookDelivery,
  subscription: Subscription,
  clock: Clock,
  giveUp: AbortController,
): Promise<void> {
  const at = clock.now();
  const started = clock.elapsed();
  const response = await send(subscription.receiver, delivery.body, giveUp);
  const status = response?.status ?? null;
  const duration = clock.elapsed() - started;
  delivery.attempts = [...delivery.attempts, { at, status, duration, response: response?.shown ?? null }];
  const pause = PAUSES_MS[delivery.attempts.length - 1];
  if (status === 200) delivery.state = "delivered";
  else if (pause !== undefined) delivery.dueAt = at + pause;
  else {
    delivery.state = "failed";
    subscription.isDisabled = true;
  }
}

/** The status of the response, and what the log keeps of it. */
interface AttemptResult {
  readonly status: number;
  readonly shown: DeliveryAttempt["response"];
}

async function send(
  receiver: string | WebhookHandler,
  body: string,
  giveUp: AbortController,
): Promise<AttemptResult | null> {
  const url = typeof receiver === "string" ? receiver : "https://receiver.invalid/";
  const { signal } = giveUp;
  // The listener keeps the signal from being collected before it fires.
  AbortSignal.timeout(TIMEOUT_MS).addEventListener("abort", () => giveUp.abort(), { once: true });
  try {
    const request = new Request(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      redirect: "manual",
      signal,
    });
    const response = await Promise.race([
      typeof receiver === "string" ? globalThis.fetch(request) : receiver(request),
      aborted(signal),
    ]);
    const shown = { headers: redactHeaders(response.headers), body: await shownBodyOf(response) };
    return { status: response.status, shown };
  } catch {
    // Refused, timed out, or the handler threw: no response in any case.
    return null;
  }
}

/** A handler in process need not look at the signal. */
function aborted(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
  });
}
