import { once } from "node:events";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";

/** Somebody else's pages: `/` is empty, `/frame?<url>` embeds that address. */
export interface ForeignPages {
  readonly port: number;
  close(): void;
}

/** Serves them on loopback, at a free port. */
export async function startForeignPages(): Promise<ForeignPages> {
  const server = createServer(({ url = "/" }, response) => {
    const [, embedded] = url.split("?");
    const frame = embedded ? `<iframe src="${decodeURIComponent(embedded)}"></iframe>` : "";
    response.setHeader("content-type", "text/html").end(`<!doctype html><h1>Win a prize</h1>${frame}`);
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  return { port: (server.address() as AddressInfo).port, close: () => void server.close() };
}
