import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  createClient,
  createMintEndpoint,
  createWebhookEndpoint,
  type MintEndpoint,
  mintEndpoint,
  type NodeHandler,
  type NodeMintEndpoint,
  type WebhookEndpoint,
  type WebhookEvent,
  webhookEndpoint,
} from "@plastiq-connect/node";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { ALLOWED_MINTS, API_KEY, ORIGIN } from "../parties.ts";
import { authorize, type EndpointSetup, endpointsBy, onMint } from "./endpoint-setup.ts";
import { SETTINGS, type Settings } from "./settings.ts";
import { handleEvent, webhooksBy } from "./webhook-setup.ts";

/** Settings of this process. */
export const settings: Settings = JSON.parse(process.env[SETTINGS] ?? "{}");

/** Creates the Node adapter's endpoints, by path. */
export function nodeEndpoints(): ReadonlyMap<string, NodeMintEndpoint> {
  return endpointsBy((setup) => mintEndpoint(optionsOf(setup)));
}

/** Creates the endpoints that take standard requests, by path. */
export function standardEndpoints(): ReadonlyMap<string, MintEndpoint<undefined>> {
  return endpointsBy((setup) => createMintEndpoint(optionsOf(setup)));
}

function optionsOf({ vendor, trustedHops, limited, limits }: EndpointSetup) {
  return {
    client: createClient({ apiKey: API_KEY, baseUrl: settings[vendor], ...limits }),
    allowedOrigins: [ORIGIN],
    authorize: (request: Request) => authorize(request, settings),
    trustedHops,
    rateLimit: limited && new RateLimiterMemory({ points: ALLOWED_MINTS, duration: 60 }),
    onMint,
  };
}

/** Creates the Node adapter's webhook endpoints, by the first segment of their paths. */
export function nodeWebhooks(): ReadonlyMap<string, NodeHandler> {
  return webhooksBy((setup) => webhookEndpoint({ ...setup, onEvent }));
}

/** Creates the webhook endpoints that take standard requests, by the first segment of their paths. */
export function standardWebhooks(): ReadonlyMap<string, WebhookEndpoint<undefined>> {
  return webhooksBy((setup) => createWebhookEndpoint({ ...setup, onEvent }));
}

const client = createClient({ apiKey: API_KEY, baseUrl: settings.baseUrl });
const onEvent = (event: WebhookEvent): Promise<void> => handleEvent(event, client);

/** Prints where the server listens, as Deno does. */
export function announce(server: Server): void {
  console.log(`Listening on http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}
