import { createClient, mintEndpoint, webhookEndpoint } from "@plastiq-connect/deno";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { ALLOWED_MINTS, API_KEY, ORIGIN } from "../parties.ts";
import { authorize, endpointsBy, onMint, pathOf } from "./endpoint-setup.ts";
import { SETTINGS, type Settings } from "./settings.ts";
import { folderOf, handleEvent, webhooksBy } from "./webhook-setup.ts";

// The parts of Deno's globals that this file uses.
declare const Deno: {
  readonly env: { get(name: string): string | undefined };
  serve(
    options: { hostname: string; port: number },
    handler: (request: Request, info: Parameters<ReturnType<typeof mintEndpoint>>[1]) => Response | Promise<Response>,
  ): void;
};

const settings: Settings = JSON.parse(Deno.env.get(SETTINGS) ?? "{}");
const endpoints = endpointsBy(({ vendor, trustedHops, limited, limits }) =>
  mintEndpoint({
    client: createClient({ apiKey: API_KEY, baseUrl: settings[vendor], ...limits }),
    allowedOrigins: [ORIGIN],
    authorize: (request) => authorize(request, settings),
    trustedHops,
    rateLimit: limited && new RateLimiterMemory({ points: ALLOWED_MINTS, duration: 60 }),
    onMint,
  }),
);
const client = createClient({ apiKey: API_KEY, baseUrl: settings.baseUrl });
const webhooks = webhooksBy((setup) => webhookEndpoint({ ...setup, onEvent: (event) => handleEvent(event, client) }));
Deno.serve({ hostname: "127.0.0.1", port: 0 }, (request, info) => {
  const path = pathOf(request.url);
  const endpoint = endpoints.get(path) ?? webhooks.get(folderOf(path));
  return endpoint?.(request, info) ?? new Response(null, { status: 404 });
});
