import { mintEndpoint } from "@plastiq-connect/deno";
import { RateLimiterMemory } from "rate-limiter-flexible";
import { authorize } from "./authorize.ts";

const mint = mintEndpoint({
  allowedOrigins: ["https://shop.example"],
  trustedHops: 1, // reverse proxies of yours in front
  authorize,
  rateLimit: new RateLimiterMemory({ points: 10, duration: 60 }),
});

Deno.serve({ port: Number(Deno.env.get("PORT") ?? 8000) }, (request, info) => {
  if (new URL(request.url).pathname === "/client-secret") return mint(request, info);
  return new Response("Not found", { status: 404 });
});
