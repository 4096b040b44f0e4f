import { createServer, type RequestListener } from "node:http";
import { createClient, endUserFrom, mintEndpoint, readInbound } from "@plastiq-connect/node";
import { createRequest, sendResponse } from "@remix-run/node-fetch-server";
import { ORIGIN, PAYER } from "./endpoint-facts.ts";
import { settledHeap } from "./settled-heap.ts";

// Our user's server, in a process of its own: the endpoint, what it is compared with, and its own memory on request.
const baseUrl = process.argv[2] ?? "";
const client = createClient({ apiKey: "bench-key-not-a-secret", baseUrl });

const endpoint = mintEndpoint({ client, allowedOrigins: [ORIGIN], authorize: () => ({ payerId: PAYER }) });

// The same conversion and the same call, and none of the endpoint's care.
const bare: RequestListener = async (request, response) => {
  const web = createRequest(request, response);
  const endUser = endUserFrom(readInbound(request));
  const secret = await client.clientSecrets.create({ payer: { id: PAYER } }, { endUser, signal: web.signal });
  const minted = { clientSecret: secret.reveal(), expiresAt: secret.expiresAt, expiresIn: secret.remaining() };
  await sendResponse(response, Response.json(minted, { headers: { "cache-control": "no-store" } }));
};

// The least that a server in front of the API can do.
const passThrough: RequestListener = async (_, response) => {
  const body = JSON.stringify({ payer: { id: PAYER }, type: "CARD" });
  const headers = { authorization: "Bearer bench-key-not-a-secret", "content-type": "application/json" };
  const upstream = await fetch(`${baseUrl}/client-secrets`, { method: "POST", headers, body });
  response.writeHead(upstream.status, { "content-type": "application/json" }).end(await upstream.text());
};

const routes: Readonly<Record<string, RequestListener>> = {
  "/endpoint": endpoint,
  "/bare": bare,
  "/pass": passThrough,
};
const server = createServer((request, response) => {
  const route = routes[request.url ?? ""];
  if (route) route(request, response);
  else response.writeHead(404).end();
});
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address && typeof address === "object") process.send?.(address.port);
});
process.on("message", async () => process.send?.(await settledHeap()));
process.on("disconnect", () => process.exit());
