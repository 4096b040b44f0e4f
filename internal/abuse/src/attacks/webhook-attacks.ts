import { FOREIGN_PAYMENT, LISTED_ADDRESS, SMUGGLED, WEBHOOK_SECRET } from "../parties.ts";
import type { Trickle } from "../wire/raw-exchange.ts";
import { type RequestChange, requestText } from "../wire/request-text.ts";

/** An attack on a webhook endpoint, and the only allowed results. */
export interface WebhookAttack {
  readonly name: string;
  /** Sent unchanged, one byte for each character. `{vendor}` becomes the sandbox's host. */
  readonly text: string;
  /** The bytes that follow. */
  readonly trickle?: Trickle;
  /** How many copies are sent at once. Default 1. */
  readonly times?: number;
  /** How often all of that is repeated, in sequence. Default 1. */
  readonly rounds?: number;
  /** The allowed statuses of the responses. */
  readonly statuses: readonly number[];
  /** True if the responses may be lost: a target that does not wait for the rest of a body resets the connection. */
  readonly orCutOff?: true;
  /** The ids of the events that are handled, each once. Default: none. */
  readonly handled?: readonly string[];
}

const PATH = `/webhooks/${WEBHOOK_SECRET}`;
const IMPATIENT = `/impatient/${WEBHOOK_SECRET}`;
const LARGE = 10_000_000;
const IN_ONE_GO = { bytes: LARGE, piece: 50_000, everyMs: 0 };
const JSON_TYPE = { "Content-Type": "application/json" };

/** Returns the body of an event. */
export function eventText(id: string, changes: Readonly<Record<string, unknown>> = {}): string {
  const data = { id: FOREIGN_PAYMENT, object: "PAYMENT", type: "DEPOSITED", timestamp: 0 };
  return JSON.stringify({ id, event: "payment.state_change", data, ...changes });
}

/** Returns the text of a request to the webhook endpoint. */
export function webhookText({ headers, ...change }: RequestChange): string {
  return requestText({
    target: PATH,
    ...change,
    headers: { Origin: undefined, Cookie: undefined, ...JSON_TYPE, ...headers },
  });
}

const refusedPath = (name: string, target: string): WebhookAttack => ({
  name,
  text: webhookText({ target, body: eventText(SMUGGLED) }),
  statuses: [404],
});

const refusedMethod = (method: string): WebhookAttack => ({
  name: `the method ${method}`,
  text: webhookText({ method, ...(method === "GET" ? {} : { body: eventText(SMUGGLED) }) }),
  statuses: [405],
});

const refusedBody = (name: string, body: string): WebhookAttack => ({
  name,
  text: webhookText({ body }),
  statuses: [400],
});

const otherType = (type: string | undefined): WebhookAttack => ({
  name: `an event as ${type ?? "no content type"}`,
  text: webhookText({ headers: { "Content-Type": type }, body: eventText(`as ${type}`) }),
  // The vendor does not document the content type.
  statuses: [200],
  handled: [`as ${type}`],
});

/** Attacks on the webhook endpoint, in the order in which each target gets them. */
export const WEBHOOK_ATTACKS: readonly WebhookAttack[] = [
  refusedPath("a wrong secret", `/webhooks/${"x".repeat(WEBHOOK_SECRET.length)}`),
  refusedPath("no secret", "/webhooks/"),
  refusedPath("the beginning of the secret", PATH.slice(0, -1)),
  refusedPath("the secret in another case", `/webhooks/${WEBHOOK_SECRET.toUpperCase()}`),
  refusedPath("the secret in the query", `/webhooks/x?secret=${WEBHOOK_SECRET}`),
  ...["GET", "PUT", "DELETE", "PATCH"].map(refusedMethod),
  refusedBody("no body", ""),
  refusedBody("malformed JSON", `{"id":"${SMUGGLED}",`),
  refusedBody("an array", `[${eventText(SMUGGLED)}]`),
  refusedBody("an event without an id", eventText("", { data: { id: SMUGGLED } })),
  refusedBody("an event whose payment has no id", eventText(SMUGGLED, { data: {} })),
  refusedBody("an id of 10,000 characters", eventText(SMUGGLED.repeat(1_000))),
  refusedBody(
    "a subscription message with a URL",
    JSON.stringify({ Type: "SubscriptionConfirmation", SubscribeURL: "http://{vendor}/api/payers", Token: SMUGGLED }),
  ),
  {
    name: "a Host of which no URL can be made",
    text: webhookText({ headers: { Host: "[" }, body: eventText(SMUGGLED) }),
    statuses: [400],
  },
  ...["text/plain", "application/x-www-form-urlencoded", undefined].map(otherType),
  {
    name: "a body of 10 MB",
    text: webhookText({ headers: { "Content-Length": String(LARGE) } }),
    trickle: IN_ONE_GO,
    statuses: [413],
    orCutOff: true,
  },
  {
    name: "a body of 10 MB in chunks, without Content-Length",
    text: webhookText({ headers: { "Content-Length": undefined, "Transfer-Encoding": "chunked" } }),
    trickle: { ...IN_ONE_GO, chunked: true },
    statuses: [413],
    orCutOff: true,
  },
  {
    name: "a body that comes a byte at a time",
    text: webhookText({ target: IMPATIENT, headers: { "Content-Length": "1000" } }),
    trickle: { bytes: 1_000, piece: 1, everyMs: 200 },
    statuses: [408],
    orCutOff: true,
  },
  {
    name: "a body that never comes",
    text: webhookText({ target: IMPATIENT, headers: { "Content-Length": "1000" } }),
    statuses: [408],
    orCutOff: true,
  },
  {
    name: "a forged address",
    text: webhookText({
      target: `/listed/${WEBHOOK_SECRET}`,
      headers: {
        "X-Forwarded-For": LISTED_ADDRESS,
        Forwarded: `for=${LISTED_ADDRESS}`,
        "X-Real-IP": LISTED_ADDRESS,
        "True-Client-IP": LISTED_ADDRESS,
        "X-Client-IP": LISTED_ADDRESS,
      },
      body: eventText(SMUGGLED),
    }),
    statuses: [403],
  },
  {
    name: "a replay",
    text: webhookText({ body: eventText("replayed") }),
    rounds: 3,
    statuses: [200],
    handled: ["replayed"],
  },
  {
    name: "a replay that says something else",
    text: webhookText({ body: eventText("replayed", { event: "document.request" }) }),
    statuses: [200],
  },
  {
    name: "a payment of another partner",
    text: webhookText({ body: eventText("foreign") }),
    statuses: [200],
    handled: ["foreign"],
  },
  {
    name: "1,000 deliveries of one event at once",
    text: webhookText({ body: eventText("at once") }),
    times: 1_000,
    statuses: [200, 503],
    handled: ["at once"],
  },
];
