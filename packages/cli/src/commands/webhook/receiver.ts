import type { AddressInfo } from "node:net";
import { buffer } from "node:stream/consumers";

// The sandbox waits 5 s.
const FORWARD_TIMEOUT_MS = 4_500;

/** One delivery: the received body, and the status that the sandbox got for it. */
export interface Received {
  readonly body: string;
  /** Undefined when the endpoint did not respond. */
  readonly status?: number;
  /** The reason for no response, such as `ECONNREFUSED`. */
  readonly reason?: string;
}

/** A server on loopback that receives deliveries. */
export interface Receiver {
  readonly url: string;
  close(): void;
}

/** Starts a server that reports each delivery, and forwards it if an endpoint is set. */
export async function startReceiver(
  forwardTo: string | undefined,
  onReceived: (received: Received) => void,
): Promise<Receiver> {
  // Otherwise any web page could post events, which would be forwarded to an endpoint whose path it does not know.
  const path = `/${crypto.randomUUID()}`;
  // Importing it would make every command start later.
  const { createServer } = await import("node:http");
  const server = createServer(async (request, response) => {
    if (request.url !== path) return void response.writeHead(404).end();
    const received = await buffer(request).catch(() => undefined);
    // The sender broke off.
    if (!received) return;
    const body = received.toString("utf8");
    const result = forwardTo === undefined ? { status: 200 } : await forward(forwardTo, body);
    onReceived({ body, ...result });
    response.writeHead(result.status ?? 502).end();
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${path}`,
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

async function forward(url: string, body: string): Promise<Omit<Received, "body">> {
  try {
    const response = await globalThis.fetch(url, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body,
      redirect: "manual",
      signal: AbortSignal.timeout(FORWARD_TIMEOUT_MS),
    });
    await response.body?.cancel();
    return { status: response.status };
  } catch (error) {
    const { name, cause } = error as Error;
    return { reason: (cause as NodeJS.ErrnoException | undefined)?.code ?? name };
  }
}
