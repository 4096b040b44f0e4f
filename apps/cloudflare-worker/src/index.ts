import { env } from "cloudflare:workers";
import { mintEndpoint, type WorkerContext } from "@plastiq-connect/cloudflare";
import { allowedOrigins } from "./allowed-origins.ts";
import { payerOfSession } from "./session.ts";

export { InvoicesObject } from "./invoices-object.ts";

// At global scope, so that a Worker without its variables does not start at all.
if (!env.ALLOWED_ORIGINS) throw new Error("Set ALLOWED_ORIGINS to the exact origins of your pages, comma separated.");

const endpoint = mintEndpoint({
  allowedOrigins: allowedOrigins(env.ALLOWED_ORIGINS),
  authorize({ headers }) {
    const payerId = payerOfSession(headers);
    return payerId === undefined ? { refused: "unauthenticated" } : { payerId };
  },
  // As wrangler.jsonc has it.
  rateLimit: { binding: "MINT_LIMITER", period: 60 },
  onMint: (event) => console.log(JSON.stringify(event)),
});

/**
 * The Worker: `POST /client-secret` mints for the signed-in user, `/invoices` has that user's invoices,
 * `GET /healthz` says that it is up.
 */
export default {
  async fetch(request: Request, bindings: typeof env, ctx: WorkerContext): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === "/client-secret") return endpoint(request, bindings, ctx);
    if (/^\/(?:invoices|webhooks)\//.test(pathname)) {
      const { INVOICES } = bindings;
      return INVOICES.get(INVOICES.idFromName("invoices")).fetch(request);
    }
    if (pathname === "/healthz") return Response.json({ ok: true });
    return Response.json(
      { type: "about:blank", title: "There is nothing here.", status: 404 },
      { status: 404, headers: { "content-type": "application/problem+json" } },
    );
  },
};
