import { type Bindings, createClient, endUserFrom, readInbound } from "@plastiq-connect/cloudflare";
import { mintFor } from "./mint.ts";
import { problem } from "./problem.ts";
import { payerOfSession } from "./session.ts";

/** The Worker: `POST /client-secret` mints for who is signed in. */
export default {
  async fetch(request: Request, env: Bindings): Promise<Response> {
    if (new URL(request.url).pathname !== "/client-secret") return problem(404, "There is nothing here.");
    if (request.method !== "POST") return problem(405, "Only POST works here.", { allow: "POST" });
    const payerId = payerOfSession(request.headers);
    if (payerId === undefined) return problem(401, "Sign in first.", { "www-authenticate": "Bearer" });
    // Cloudflare vouches for the end user's address: no proxy needs to be trusted.
    return mintFor(payerId, endUserFrom(readInbound(request), { trustedHops: 0 }), () => createClient(env));
  },
};
