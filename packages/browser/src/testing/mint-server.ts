import type { IncomingMessage, ServerResponse } from "node:http";
import { createClient, mintEndpoint } from "@plastiq-connect/node";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";

/** Responds to one request to the mint endpoint. The query selects a fault. */
export type MintHandler = (request: IncomingMessage, response: ServerResponse) => Promise<void>;

/** The request that the endpoint received. */
export interface SeenMint {
  readonly method: string | undefined;
  readonly headers: Readonly<Record<string, unknown>>;
}

/** Creates a mint endpoint of the Node adapter, with faults that a query can select. */
export function createMintHandler(baseUrl: string, seen: SeenMint[]): MintHandler {
  const connect = createClient({ apiKey: LOCAL_API_KEY, baseUrl });
  const endpointFor = (origin: string): MintHandler =>
    mintEndpoint({
      client: connect,
      authorize: () => ({ payerId: LOCAL_PAYER_ID }),
      allowedOrigins: [origin],
      allowedHeaders: ["x-csrf-token"],
    });

  return async (request, response) => {
    const { searchParams } = new URL(request.url ?? "", "http://localhost");
    // Only the test's page may mint, at the origin where vitest serves it. From another origin, only with `cors`.
    const origin = request.headers.origin ?? "";
    const sameOrigin = new URL(origin).host === request.headers.host;
    if (request.method !== "OPTIONS") seen.push({ method: request.method, headers: request.headers });

    const fault = searchParams.get("fault");
    const json = { "content-type": "application/json" };
    switch (fault) {
      case "redirect":
        return void response.writeHead(307, { location: "/elsewhere" }).end();
      case "severed":
        return void request.socket.destroy();
      case "silent":
        return;
      case "problem":
        return problem(response, Number(searchParams.get("status")));
      case "html":
        return void response.writeHead(200, { "content-type": "text/html" }).end(SENSITIVE);
      case "stalled":
        return void response.writeHead(200, json).write(RESPONSE.slice(0, 20));
      case "severed-body":
        return void response.writeHead(200, json).write(RESPONSE.slice(0, 20), () => request.socket.destroy());
      case "oversized":
        return void response.writeHead(200, json).end(RESPONSE + " ".repeat(100_000));
      case "slow-clock":
        return void response.writeHead(200, json).end(RESPONSE);
      default:
        return endpointFor(sameOrigin || searchParams.has("cors") ? origin : "https://other.test")(request, response);
    }
  };
}

/** Values that no error may repeat. */
const SENSITIVE = "SENSITIVE-TEXT-OF-THE-SERVER";

/** The response of a server whose clock is far behind. */
const RESPONSE = JSON.stringify({
  clientSecret: "SENSITIVE",
  expiresAt: "2001-01-01T00:00:00.000Z",
  expiresIn: 60_000,
});

function problem(response: ServerResponse, status: number): void {
  response.writeHead(status, { "content-type": "application/problem+json", "retry-after": "7" });
  const traceId = "6b1f8a52-0c6e-4f0e-9a55-3f1f8f3c7a10";
  response.end(JSON.stringify({ type: "about:blank", title: SENSITIVE, status, detail: SENSITIVE, traceId }));
}
