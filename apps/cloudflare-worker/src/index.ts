import { env } from "cloudflare:workers";
import { mintEndpoint, type WorkerContext } from "@plastiq-connect/cloudflare";
import { payerOfSession } from "./session.ts";

// At global scope, so that a Worker without its variables does not start at all.
if (!env.ALLOWED_ORIGINS) throw new Error("Set ALLOWED_ORIGINS to the exact origins of your pages, comma separated.");

const endpoint = mintEndpoint({
  allowedOrigins: env.ALLOWED_ORIGINS.split(",").map((origin) => origin.trim()),
  authorize({ headers }) {
    const payerId = payerOfSession(headers);
    return payerId === undefined ? { refused: "unauthenticated" } : { payerId };
  },
  // As wrangler.jsonc has it.
  rateLimit: { binding: "MINT_LIMITER", period: 60 },
  onMint: (event) => console.log(JSON.stringify(event)),
});

/** The Worker: `POST /client-secret` mints for who is signed in, `GET /healthz` says that it is up. */
export default {
  async fetch(request: Request, bindings: typeof env, ctx: WorkerContext): Promise<Response> {
    const { pathname } = new URL(request.url);
    if (pathname === "/client-secret") return endpoint(request, bindings, ctx);
    if (pathname === "/healthz") return Response.json({ ok: true });
    return Response.json(
      { type: "about:blank", title: "There is nothing here.", status: 404 },
      { status: 404, headers: { "content-type": "application/problem+json" } },
    );
  },
};
