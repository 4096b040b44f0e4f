import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { request as httpRequest, type IncomingMessage, type ServerResponse } from "node:http";
import { createServer } from "node:https";
import type { AddressInfo } from "node:net";
import { extname, join } from "node:path";
import { generate } from "selfsigned";

/** The host name of the shop's pages, which is an allowed origin of every application. */
export const SHOP = "shop.example";

/** A reverse proxy that is `https://shop.example` for a browser. */
export interface ReverseProxy {
  readonly port: number;
  close(): void;
}

const TYPES: Readonly<Record<string, string>> = { ".html": "text/html", ".js": "text/javascript", ".css": "text/css" };

/** Starts a reverse proxy in front of an application. Files of the folder `page`, if any, come before its routes. */
export async function startProxy(application: string, page?: string): Promise<ReverseProxy> {
  const { private: key, cert } = await generate([{ name: "commonName", value: SHOP }]);
  const server = createServer({ key, cert }, async (request, response) => {
    const file = page && request.method === "GET" ? await readPage(page, request.url ?? "/") : undefined;
    if (!file) return forward(request, response, application);
    response.writeHead(200, { "content-type": file.type }).end(file.content);
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  return {
    port: (server.address() as AddressInfo).port,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function readPage(folder: string, url: string): Promise<{ type: string; content: Buffer } | undefined> {
  const path = url === "/" ? "/index.html" : url;
  const content = await readFile(join(folder, path)).catch(() => undefined);
  return content && { type: TYPES[extname(path)] ?? "application/octet-stream", content };
}

function forward(request: IncomingMessage, response: ServerResponse, application: string): void {
  const { method, socket } = request;
  const { host: _, ...headers } = request.headers;
  const address = socket.remoteAddress ?? "";
  const forwarded = { "x-forwarded-for": address, "x-forwarded-proto": "https", "cf-connecting-ip": address };
  const upstream = httpRequest(application + request.url, { method, headers: { ...headers, ...forwarded } });
  upstream.on("response", (incoming) => {
    response.writeHead(incoming.statusCode ?? 502, incoming.headers);
    incoming.pipe(response);
  });
  upstream.on("error", () => response.destroy());
  request.pipe(upstream);
}
