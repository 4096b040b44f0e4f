import type { Clock } from "../account/clock.ts";
import type { Random } from "../account/random.ts";
import { attempt, receiverName, type Subscription, type WebhookDelivery } from "./deliveries.ts";
import type { SandboxEvent } from "./webhook-event.ts";

const MOST_DELIVERIES = 1_000;

/** The newest deliveries, which are sent one after the other, so that receivers see the same order in every run. */
export interface DeliveryQueue {
  /** Creates a delivery, which is not in the queue yet. Default: the event as JSON, without delay. */
  create(event: SandboxEvent, subscription: Subscription, body?: string, delayMs?: number): WebhookDelivery;
  /** Adds a delivery, and sends what is due. Returns at once. */
  add(delivery: WebhookDelivery): void;
  /** Sends what is due. Returns at once. */
  sendDue(): void;
  find(id: string): WebhookDelivery | undefined;
  /** Returns copies of the deliveries, oldest first: at most the `most` newest. */
  all(most?: number): readonly WebhookDelivery[];
  count(): number;
  /** Forgets the deliveries. */
  clear(): void;
  /** Gives up what is being sent. */
  abort(): void;
}

interface Parts {
  readonly clock: Clock;
  readonly random: Random;
  /** Called when a delivery was added or attempted. */
  onChange(): void;
  receiverOf(subscriptionId: string): Subscription | undefined;
}

/** Creates an empty queue. */
export function createDeliveryQueue({ clock, random, onChange, receiverOf }: Parts): DeliveryQueue {
  let deliveries: WebhookDelivery[] = [];
  let sending = Promise.resolve();
  let current: AbortController | undefined;

  const sendDue = () => {
    sending = sending.then(async () => {
      for (const delivery of deliveries) {
        const subscription = receiverOf(delivery.subscriptionId);
        if (!subscription || subscription.isDisabled || delivery.state !== "pending") continue;
        // It may have been cleared during the attempt before.
        if (delivery.dueAt > clock.now() || !deliveries.includes(delivery)) continue;
        current = new AbortController();
        await attempt(delivery, subscription, clock, current);
        onChange();
      }
    });
  };

  return {
    create: (event, subscription, body = JSON.stringify(event), delayMs = 0) => ({
      id: random.uuid(),
      subscriptionId: subscription.id,
      receiver: receiverName(subscription.receiver),
      event,
      body,
      attempts: [],
      state: "pending",
      dueAt: clock.now() + delayMs,
    }),
    add(delivery) {
      deliveries = [...deliveries.slice(1 - MOST_DELIVERIES), delivery];
      onChange();
      sendDue();
    },
    sendDue,
    find: (id) => deliveries.find((delivery) => delivery.id === id),
    all: (most = MOST_DELIVERIES) => deliveries.slice(-most).map((delivery) => structuredClone(delivery)),
    count: () => deliveries.length,
    clear() {
      deliveries = [];
    },
    abort: () => current?.abort(),
  };
}
