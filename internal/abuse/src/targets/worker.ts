import {
  type Bindings,
  createClient,
  mintEndpoint,
  type WorkerContext,
  webhookEndpoint,
} from "@plastiq-connect/cloudflare";
import { ORIGIN } from "../parties.ts";
import { authorize, endpointsBy, onMint, pathOf } from "./endpoint-setup.ts";
import type { Settings } from "./settings.ts";
import { folderOf, handleEvent, webhooksBy } from "./webhook-setup.ts";

interface Env extends Bindings {
  readonly ABUSE_SETTINGS: Settings;
}

// At global scope, as in a Worker.
const endpoints = endpointsBy(({ vendor, trustedHops, limited, limits }) =>
  mintEndpoint<Env>({
    client: (env) => createClient(env, { baseUrl: env.ABUSE_SETTINGS[vendor], ...limits }),
    allowedOrigins: [ORIGIN],
    authorize: (request, { native: { env } }) => authorize(request, env.ABUSE_SETTINGS),
    trustedHops,
    rateLimit: limited && { binding: "MINT_LIMITER", period: 60 },
    onMint,
  }),
);

// Only one isolate runs here. Several would need a Durable Object as their store.
const webhooks = webhooksBy((setup) =>
  webhookEndpoint<Env>({
    ...setup,
    onEvent: (event, { native: { env } }) =>
      handleEvent(event, createClient(env, { baseUrl: env.ABUSE_SETTINGS.baseUrl })),
  }),
);

/** Routes requests to the endpoints by their paths. */
export default {
  fetch(request: Request, env: Env, ctx: WorkerContext): Response | Promise<Response> {
    const path = pathOf(request.url);
    const endpoint = endpoints.get(path) ?? webhooks.get(folderOf(path));
    return endpoint?.(request, env, ctx) ?? new Response(null, { status: 404 });
  },
};
