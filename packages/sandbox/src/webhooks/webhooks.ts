import type { Account } from "../account/account.ts";
import type { Accounts } from "../account/accounts.ts";
import type { Clock } from "../account/clock.ts";
import type { Random } from "../account/random.ts";
import type { Subscription, WebhookDelivery, WebhookHandler } from "./deliveries.ts";
import { createDeliveryQueue } from "./delivery-queue.ts";
import { newEvents, type SandboxEvent } from "./webhook-event.ts";

const LATE_MS = 60_000;

/**
 * A fault of the next delivery: `duplicate` sends it twice, `drop` never, `late` a minute later, `reorder` after the
 * receiver's next one. `malformed` cuts its body. `sns` sends a subscription confirmation in its place, as Amazon SNS
 * does.
 */
export type WebhookFault = "duplicate" | "drop" | "late" | "reorder" | "malformed" | "sns";

/** Every webhook fault. */
export const webhookFaults: readonly WebhookFault[] = ["duplicate", "drop", "late", "reorder", "malformed", "sns"];

/** The webhooks of a world. Nothing is sent without a subscription. */
export interface Webhooks {
  /** Adds a receiver and returns its id. Throws a TypeError on a URL that is not on loopback. */
  subscribe(receiver: string | WebhookHandler, events: readonly string[]): string;
  /** Removes a receiver. Returns whether there was one with this id. */
  unsubscribe(id: string): boolean;
  addFault(fault: WebhookFault): void;
  /** Sends this event to every receiver of its kind. */
  deliver(event: SandboxEvent): void;
  /** Sends a delivery again. Throws an Error when there is none with this id. */
  redeliver(id: string): void;
  /** The deliveries, oldest first: at most the `most` newest. */
  all(most?: number): readonly WebhookDelivery[];
  count(): number;
  /** Creates the events of new payment statuses, and sends what is due. Returns at once. */
  flush(): void;
  /** Creates no events for earlier changes of payments. */
  catchUp(): void;
  /** Forgets the deliveries. The receivers stay. */
  reset(): void;
  /** Forgets the receivers too, and gives up what is being sent. */
  end(): void;
}

interface Parts {
  readonly accounts: Accounts;
  readonly clock: Clock;
  readonly random: Random;
  /** Called when a delivery was added or attempted. */
  onChange(): void;
}

/** Creates webhooks without receivers. */
export function createWebhooks({ accounts, clock, random, onChange }: Parts): Webhooks {
  const subscriptions = new Map<string, Subscription>();
  const queue = createDeliveryQueue({ clock, random, onChange, receiverOf: (id) => subscriptions.get(id) });
  let faults: WebhookFault[] = [];
  let held: WebhookDelivery[] = [];

  const toReceiver = (event: SandboxEvent, subscription: Subscription) => {
    const { add, create } = queue;
    const fault = faults.shift();
    const plain = JSON.stringify(event);
    const isReleased = ({ subscriptionId }: WebhookDelivery) => subscriptionId === subscription.id;
    const released = held.filter(isReleased);
    held = held.filter((delivery) => !isReleased(delivery));
    if (fault === "reorder") held.push(create(event, subscription));
    else if (fault === "drop") add({ ...create(event, subscription), state: "dropped" });
    else if (fault === "malformed") add(create(event, subscription, plain.slice(0, plain.length / 2)));
    else if (fault === "sns") add(create(event, subscription, confirmation(event)));
    else add(create(event, subscription, plain, fault === "late" ? LATE_MS : 0));
    if (fault === "duplicate") add(create(event, subscription));
    for (const delivery of released) add(delivery);
  };
  const deliver = (event: SandboxEvent) => {
    for (const subscription of subscriptions.values()) {
      const isWanted = subscription.events.length === 0 || subscription.events.includes(event.event);
      if (isWanted && !subscription.isDisabled) toReceiver(event, subscription);
    }
  };
  const reset = () => {
    queue.clear();
    faults = [];
    held = [];
  };
  const eventsOf = (account: Account) => newEvents(account, clock.now(), random);
  const catchUp = () => {
    for (const account of accounts.all()) eventsOf(account);
  };

  return {
    subscribe(receiver, events) {
      if (typeof receiver === "string") checkUrl(receiver);
      // Earlier changes are not announced.
      if (subscriptions.size === 0) catchUp();
      // Not from `random`: receivers outlive a reset, after which a seed makes the same ids again.
      const id = crypto.randomUUID();
      subscriptions.set(id, { id, receiver, events: [...events], isDisabled: false });
      return id;
    },
    unsubscribe: (id) => subscriptions.delete(id),
    addFault: (fault) => void faults.push(fault),
    deliver,
    redeliver(id) {
      const delivery = queue.find(id);
      const subscription = subscriptions.get(delivery?.subscriptionId ?? "");
      if (!delivery || !subscription) throw new Error("There is no delivery with this id for a current subscription.");
      subscription.isDisabled = false;
      queue.add(queue.create(delivery.event, subscription, delivery.body));
    },
    all: queue.all,
    count: queue.count,
    flush() {
      if (subscriptions.size === 0) return;
      const events = accounts.all().flatMap(eventsOf);
      const timeOf = ({ data }: SandboxEvent) => data.timestamp ?? 0;
      for (const event of events.sort((a, b) => timeOf(a) - timeOf(b))) deliver(event);
      queue.sendDue();
    },
    catchUp,
    reset,
    end() {
      reset();
      subscriptions.clear();
      queue.abort();
    },
  };
}

/** Events say what happens in a business: they stay on this machine. */
function checkUrl(text: string): void {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isLoopback = ["127.0.0.1", "[::1]", "localhost"].includes(url?.hostname ?? "");
  if (!isLoopback || !/^https?:$/.test(url?.protocol ?? "")) {
    throw new TypeError("A webhook URL must be an http or https URL on loopback.");
  }
  // fetch takes no such URL.
  if (url?.username || url?.password) throw new TypeError("A webhook URL must not contain a user name or a password.");
}

function confirmation({ id }: SandboxEvent): string {
  const SubscribeURL = "https://sns.invalid/?Action=ConfirmSubscription";
  return JSON.stringify({ Type: "SubscriptionConfirmation", MessageId: id, Token: "local", SubscribeURL });
}
