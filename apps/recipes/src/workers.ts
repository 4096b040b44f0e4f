import { type Bindings, mintEndpoint, type WorkerContext } from "@plastiq-connect/cloudflare";
import { authorize } from "./authorize.ts";

const mint = mintEndpoint({
  allowedOrigins: ["https://shop.example"],
  authorize,
  rateLimit: { binding: "MINT_LIMITER", period: 60 },
});

export default {
  async fetch(request: Request, env: Bindings, ctx: WorkerContext): Promise<Response> {
    if (new URL(request.url).pathname === "/client-secret") return mint(request, env, ctx);
    return new Response("Not found", { status: 404 });
  },
};
