import type { Server } from "node:http";
import type { AddressInfo } from "node:net";
import {
  createClient,
  mintEndpoint,
  type NodeHandler,
  type NodeMintEndpoint,
  webhookEndpoint,
} from "@plastiq-connect/node";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { ALLOWED_MINTS, API_KEY, ORIGIN } from "../parties.ts";
import { authorize, endpointsBy, onMint } from "./endpoint-setup.ts";
import { SETTINGS, type Settings } from "./settings.ts";
import { handleEvent, webhooksBy } from "./webhook-setup.ts";

/** Settings of this process. */
export const settings: Settings = JSON.parse(process.env[SETTINGS] ?? "{}");

/** Creates a limiter like those of our users. */
export function memoryLimiter(): RateLimiterMemory {
  return new RateLimiterMemory({ points: ALLOWED_MINTS, duration: 60 });
}

/** Creates the Node adapter's endpoints, by path. */
export function nodeEndpoints(): ReadonlyMap<string, NodeMintEndpoint> {
  return endpointsBy(({ vendor, trustedHops, limited, limits }) =>
    mintEndpoint({
      client: createClient({ apiKey: API_KEY, baseUrl: settings[vendor], ...limits }),
      allowedOrigins: [ORIGIN],
      authorize: (request) => authorize(request, settings),
      trustedHops,
      rateLimit: limited && memoryLimiter(),
      onMint,
    }),
  );
}

/** Creates the Node adapter's webhook endpoints, by the first segment of their paths. */
export function nodeWebhooks(): ReadonlyMap<string, NodeHandler> {
  const client = createClient({ apiKey: API_KEY, baseUrl: settings.baseUrl });
  return webhooksBy((setup) => webhookEndpoint({ ...setup, onEvent: (event) => handleEvent(event, client) }));
}

/** Prints where the server listens, as Deno does. */
export function announce(server: Server): void {
  console.log(`Listening on http://127.0.0.1:${(server.address() as AddressInfo).port}/`);
}
