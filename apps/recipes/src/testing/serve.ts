import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { getRequestListener } from "@hono/node-server";

/** A recipe that runs. */
export interface Running {
  /** Of the mint endpoint. */
  readonly url: string;
  close(): unknown;
}

/** Serves a Node handler on a port of its own. */
export async function serve(listener: RequestListener): Promise<Running> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return { url: urlAt((server.address() as AddressInfo).port), close: () => server.close() };
}

/** Serves the functions that a framework would find in a route's file, by their methods' names. */
export function serveRoute(
  route: Readonly<Record<"POST" | "OPTIONS", (request: Request) => Promise<Response>>>,
): Promise<Running> {
  return serve(getRequestListener((request) => route[request.method === "OPTIONS" ? "OPTIONS" : "POST"](request)));
}

/** The mint endpoint's address at a port of this machine. */
export function urlAt(port: number | string): string {
  return `http://127.0.0.1:${port}/client-secret`;
}
