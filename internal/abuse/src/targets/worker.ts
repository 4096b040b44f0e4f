import { type Bindings, createClient, mintEndpoint, type WorkerContext } from "@plastiq-connect/cloudflare";
import { ORIGIN } from "../cast.ts";
import { authorize, endpointsBy, onMint, pathOf } from "./endpoint-setup.ts";
import type { Settings } from "./settings.ts";

interface Env extends Bindings {
  readonly ABUSE_SETTINGS: Settings;
}

// At global scope, as Workers have it.
const endpoints = endpointsBy(({ vendor, trustedHops, limited, patience }) =>
  mintEndpoint<Env>({
    client: (env) => createClient(env, { baseUrl: env.ABUSE_SETTINGS[vendor], ...patience }),
    allowedOrigins: [ORIGIN],
    authorize: (request, { native: { env } }) => authorize(request, env.ABUSE_SETTINGS),
    trustedHops,
    rateLimit: limited && { binding: "MINT_LIMITER", period: 60 },
    onMint,
  }),
);

/** The endpoints in one Worker, told apart by their paths. */
export default {
  fetch: (request: Request, env: Env, ctx: WorkerContext) =>
    endpoints.get(pathOf(request.url))?.(request, env, ctx) ?? new Response(null, { status: 404 }),
};
