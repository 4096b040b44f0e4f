import { type Bindings, createClient, endUserFrom, mintEndpoint, readInbound } from "@plastiq-connect/cloudflare";
import { Hono } from "hono";
import { authorize } from "./authorize.ts";
import { pay } from "./pay.ts";

const mint = mintEndpoint({
  allowedOrigins: ["https://shop.example"],
  authorize,
  rateLimit: { binding: "MINT_LIMITER", period: 60 },
});

const app = new Hono<{ Bindings: Bindings }>();

app.all("/client-secret", ({ req, env, executionCtx }) => mint(req.raw, env, executionCtx));
app.post("/payment", ({ req, env }) => pay(createClient(env), req.raw, endUserFrom(readInbound(req.raw))));

export { JournalObject } from "@plastiq-connect/cloudflare";
export default app;
