import { createClient, endUserFrom, readInbound } from "@plastiq-connect/deno";
import { mintFor } from "./mint-for.ts";
import { problem } from "./problem.ts";
import { payerOfSession } from "./session.ts";

// The reverse proxy in front. Without one: 0.
const TRUSTED_HOPS = 1;

const connect = createClient();

Deno.serve({ port: Number(Deno.env.get("PORT") || 8000) }, (request, info) => {
  if (new URL(request.url).pathname !== "/client-secret") return problem(404, "There is nothing here.");
  if (request.method !== "POST") return problem(405, "Only POST works here.", { allow: "POST" });
  const payerId = payerOfSession(request.headers);
  if (payerId === undefined) return problem(401, "Sign in first.", { "www-authenticate": "Bearer" });
  return mintFor(payerId, endUserFrom(readInbound(request, info), { trustedHops: TRUSTED_HOPS }), connect);
});
