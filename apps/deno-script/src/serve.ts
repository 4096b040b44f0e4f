import { mintEndpoint, readInbound } from "@plastiq-connect/deno";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { openInvoices } from "./invoices.ts";
import { payerOfSession } from "./session.ts";
import { readSettings } from "./settings.ts";

const settings = readSettings((name) => Deno.env.get(name));
const { allowedOrigins, trustedHops, mintsPerMinute, host, port } = settings;
const invoices = openInvoices(settings);

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
  if (invoices && /^\/(?:invoices|webhooks)\//.test(pathname))
    return invoices.fetch(request, readInbound(request, info));
  if (pathname === "/healthz") return Response.json({ ok: true });
  return Response.json(
    { type: "about:blank", title: "There is nothing here.", status: 404 },
    { status: 404, headers: { "content-type": "application/problem+json" } },
  );
});
