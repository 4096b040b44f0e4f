import { createServer, type ServerResponse } from "node:http";
import { gzipSync } from "node:zlib";

// The API, in a process of its own, as fast as HTTP allows. The first segment of the path is the form of the body.
const PAGE = 100;
const TOTAL = 1_000;
const ID = "6c1c7a2e-3d3c-4c0a-9a53-0f7f6e1d9b";
const SECRET = JSON.stringify({ clientSecret: "bench-secret-not-a-secret-0123456789" });
const PAYMENT = JSON.stringify(paymentAt(11));
const ZIPPED = gzipSync(SECRET);

function paymentAt(index: number): object {
  return {
    id: `${ID}${String(index % 100).padStart(2, "0")}`.replace(/^.{4}/, String(index).padStart(4, "0")),
    payer: { id: `${ID}11` },
    paymentIntent: { id: `${ID}12` },
    status: "PENDING",
    createdDate: "2026-11-25T12:00:00Z",
  };
}

const pages = new Map<number, string>();
function page(offset: number): string {
  const known = pages.get(offset);
  if (known) return known;
  const data = Array.from({ length: PAGE }, (_, index) => paymentAt(offset + index));
  const pagination = { limit: PAGE, offset, total: TOTAL, hasNextPage: offset + PAGE < TOTAL };
  const text = JSON.stringify({ data, pagination });
  pages.set(offset, text);
  return text;
}

function bodyOf(url: URL, method: string | undefined): string {
  if (url.pathname.endsWith("/client-secrets")) return SECRET;
  return method === "GET" ? page(Number(url.searchParams.get("offset") ?? 0)) : PAYMENT;
}

function respond(response: ServerResponse, form: string | undefined, text: string, traceId: string): void {
  const headers = { "content-type": "application/json", "trace-id": traceId };
  if (form === "gzip") {
    response.writeHead(200, { ...headers, "content-encoding": "gzip", "content-length": ZIPPED.length }).end(ZIPPED);
  } else if (form === "chunked") response.writeHead(200, headers).end(text);
  else response.writeHead(200, { ...headers, "content-length": Buffer.byteLength(text) }).end(text);
}

const server = createServer((request, response) => {
  request.resume().on("end", () => {
    const url = new URL(request.url ?? "/", "http://localhost");
    const text = bodyOf(url, request.method);
    // Node sets the length by itself of a body that is written at once.
    if (url.pathname.startsWith("/chunked")) response.setHeader("transfer-encoding", "chunked");
    respond(response, url.pathname.split("/")[1], text, String(request.headers["trace-id"] ?? ""));
  });
});
server.keepAliveTimeout = 60_000;
server.listen(0, "127.0.0.1", () => {
  const address = server.address();
  if (address && typeof address === "object") process.send?.(address.port);
});
process.on("disconnect", () => process.exit());
