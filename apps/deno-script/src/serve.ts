import { mintEndpoint } from "@plastiq-connect/deno";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { payerOfSession } from "./session.ts";
import { readSettings } from "./settings.ts";

const { allowedOrigins, trustedHops, mintsPerMinute, host, port } = readSettings((name) => Deno.env.get(name));

const endpoint = mintEndpoint({
  allowedOrigins,
  trustedHops,
  authorize({ headers }) {
    const payerId = payerOfSession(headers);
    return payerId === undefined ? { refused: "unauthenticated" } : { payerId };
  },
  // Of this process alone. Several processes share one through RateLimiterRedis.
  rateLimit: new RateLimiterMemory({ points: mintsPerMinute, duration: 60 }),
  onMint: (event) => console.log(JSON.stringify(event)),
});

Deno.serve({ hostname: host, port }, (request, info) => {
  const { pathname } = new URL(request.url);
  if (pathname === "/client-secret") return endpoint(request, info);
  if (pathname === "/healthz") return Response.json({ ok: true });
  return Response.json(
    { type: "about:blank", title: "There is nothing here.", status: 404 },
    { status: 404, headers: { "content-type": "application/problem+json" } },
  );
});
