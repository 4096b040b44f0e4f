import { mintEndpoint } from "@plastiq-connect/deno";

// The payer of each session. Replace this example with your own sessions.
const PAYERS = new Map([["session=demo", "3f2c9a54-7d1e-4b86-9c0a-5e8d1f7b2a63"]]);

const mint = mintEndpoint({
  allowedOrigins: ["http://localhost:5173"], // the pages that may mint
  authorize(request) {
    const payerId = PAYERS.get(request.headers.get("cookie") ?? "");
    return payerId ? { payerId } : { refused: "unauthenticated" };
  },
});

Deno.serve((request, info) => {
  if (new URL(request.url).pathname === "/client-secret") return mint(request, info);
  return new Response(null, { status: 404 });
});
