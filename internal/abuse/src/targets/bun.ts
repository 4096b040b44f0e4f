import { inboundOf } from "@plastiq-connect/node";
import { standardEndpoints, standardWebhooks } from "./node-endpoints.ts";

type BunHandler = (request: Request, server: BunServer) => Promise<Response>;

interface BunServer {
  readonly port: number;
  requestIP(request: Request): { readonly address: string } | null;
}

// The parts of Bun's globals that this file uses.
declare const Bun: {
  serve(options: {
    hostname: string;
    port: number;
    idleTimeout: number;
    routes: Readonly<Record<string, BunHandler>>;
  }): BunServer;
};

// The web-standard form, under the routes of Bun.
const webhooks = [...standardWebhooks()].map(([folder, endpoint]) => [`${folder}/:secret`, endpoint] as const);
const routes = [...standardEndpoints(), ...webhooks].map(([path, endpoint]): [string, BunHandler] => [
  path,
  (request, server) =>
    endpoint(request, { inbound: inboundOf(request, server.requestIP(request)?.address), native: undefined }),
]);
const server = Bun.serve({ hostname: "127.0.0.1", port: 0, idleTimeout: 60, routes: Object.fromEntries(routes) });
console.log(`Listening on http://127.0.0.1:${server.port}/`);
