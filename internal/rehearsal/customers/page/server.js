// Serves the built page, and mints for it.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createClient, mintEndpoint } from "@plastiq-connect/node";

const client = createClient(); // PLASTIQ_API_KEY, PLASTIQ_BASE_URL
const types = { html: "text/html", js: "text/javascript" };
let endpoint;

const server = createServer((request, response) => {
  const { pathname } = new URL(request.url, "http://localhost");
  if (pathname === "/client-secret") return void endpoint(request, response);
  const path = pathname === "/" ? "/index.html" : pathname;
  try {
    const body = readFileSync(`dist${path}`);
    response.setHeader("content-type", types[path.split(".").at(-1)] ?? "application/octet-stream").end(body);
  } catch {
    response.writeHead(404).end();
  }
});
server.listen(0, "127.0.0.1", () => {
  const origin = `http://127.0.0.1:${server.address().port}`;
  const authorize = () => ({ payerId: process.env.PAYER });
  endpoint = mintEndpoint({ client, allowedOrigins: [origin], authorize });
  console.log(JSON.stringify({ origin }));
});
