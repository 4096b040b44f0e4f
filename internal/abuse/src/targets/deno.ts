import { createClient, mintEndpoint } from "@plastiq-connect/deno";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { ALLOWED_MINTS, API_KEY, ORIGIN } from "../cast.ts";
import { authorize, endpointsBy, onMint, pathOf } from "./endpoint-setup.ts";
import { SETTINGS, type Settings } from "./settings.ts";

// What is used of Deno's globals.
declare const Deno: {
  readonly env: { get(name: string): string | undefined };
  serve(
    options: { hostname: string; port: number },
    handler: (request: Request, info: Parameters<ReturnType<typeof mintEndpoint>>[1]) => Response | Promise<Response>,
  ): void;
};

const settings: Settings = JSON.parse(Deno.env.get(SETTINGS) ?? "{}");
const endpoints = endpointsBy(({ vendor, trustedHops, limited, patience }) =>
  mintEndpoint({
    client: createClient({ apiKey: API_KEY, baseUrl: settings[vendor], ...patience }),
    allowedOrigins: [ORIGIN],
    authorize: (request) => authorize(request, settings),
    trustedHops,
    rateLimit: limited && new RateLimiterMemory({ points: ALLOWED_MINTS, duration: 60 }),
    onMint,
  }),
);
Deno.serve(
  { hostname: "127.0.0.1", port: 0 },
  (request, info) => endpoints.get(pathOf(request.url))?.(request, info) ?? new Response(null, { status: 404 }),
);
