import { createServer, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";

/** A response of a hostile vendor. */
export interface HostileResponse {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** `never`: no byte. `half`: the head and half of the body, then silence. `drip`: a byte of the body now and then. */
  readonly pace?: "at-once" | "never" | "half" | "drip";
}

/** A vendor's API that gives every request the response that a test has set. */
export interface HostileVendor {
  readonly baseUrl: string;
  /** A base URL where nothing listens, so connections are refused. */
  readonly refusedUrl: string;
  /** Sets the response to all further requests. */
  respondWith(response: HostileResponse): void;
  /** Returns how many requests have arrived. */
  arrived(): number;
  close(): void;
}

/** Starts a hostile vendor on loopback. */
export async function startHostileVendor(): Promise<HostileVendor> {
  let next: HostileResponse = { status: 500 };
  let arrived = 0;
  const server = createServer((request, response) => {
    arrived += 1;
    request.resume();
    give(response, next);
  });
  const listening = new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  await listening;
  const { port } = server.address() as AddressInfo;
  // The client's end of an open connection: no other process can listen on its port.
  const holder = connect({ port, host: "127.0.0.1" });
  await new Promise((resolve) => holder.once("connect", resolve));
  const urlOf = (port: number | undefined): string => `http://127.0.0.1:${port}/api`;
  return {
    baseUrl: urlOf(port),
    refusedUrl: urlOf(holder.localPort),
    respondWith(response) {
      next = response;
    },
    arrived: () => arrived,
    close() {
      holder.destroy();
      server.close();
      server.closeAllConnections();
    },
  };
}

function give(response: ServerResponse, { status, headers, body = "", pace = "at-once" }: HostileResponse): void {
  if (pace === "never") return;
  response.writeHead(status, { "content-type": "application/json", ...headers });
  if (pace === "at-once") response.end(body);
  else if (pace === "half") response.write(body.slice(0, body.length / 2));
  else {
    let at = 0;
    const timer = setInterval(() => response.write(body[at++ % body.length] ?? " "), 50);
    response.once("close", () => clearInterval(timer));
  }
}
