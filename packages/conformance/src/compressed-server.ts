import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";

// A success of several operations. JSON may end with white space, so that only its length can be wrong.
const SHORT = JSON.stringify({ id: "method-1", type: "CARD", clientSecret: "a-secret-that-was-compressed" });
const BOMB = SHORT + " ".repeat(8 * 1_048_576);

/** Starts the server that {@link SandboxHandle.compressedOrigin} describes. */
export async function startCompressedServer(): Promise<{ readonly origin: string; close(): Promise<void> }> {
  const server = createServer((request, response) => {
    request.resume();
    response.setHeader("access-control-allow-origin", "*");
    if (request.method === "OPTIONS") {
      response.setHeader("access-control-allow-headers", request.headers["access-control-request-headers"] ?? "*");
      response.writeHead(204).end();
    } else {
      response.setHeader("content-encoding", "gzip").setHeader("content-type", "application/json");
      response.end(gzipSync(request.url?.startsWith("/bomb/") ? BOMB : SHORT));
    }
  });
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async close() {
      server.closeAllConnections();
      await new Promise((closed) => server.close(closed));
    },
  };
}
