import { createServer, type ServerResponse } from "node:http";
import { type AddressInfo, connect } from "node:net";

/** A response of a hostile vendor. */
export interface HostileAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: string;
  /** `never`: no byte. `half`: the head and half of the body, then silence. `drip`: a byte of the body now and then. */
  readonly pace?: "at-once" | "never" | "half" | "drip";
}

/** A vendor's API that answers what a test orders, whatever it is asked. */
export interface HostileVendor {
  readonly baseUrl: string;
  /** The same, where nobody listens: connections are refused. */
  readonly refusedUrl: string;
  /** The response to every request from now on. */
  order(answer: HostileAnswer): void;
  /** How many requests have arrived. */
  arrived(): number;
  close(): void;
}

/** Starts one on loopback. */
export async function startHostileVendor(): Promise<HostileVendor> {
  let ordered: HostileAnswer = { status: 500 };
  let arrived = 0;
  const server = createServer((request, response) => {
    arrived += 1;
    request.resume();
    give(response, ordered);
  });
  const listening = new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  await listening;
  const { port } = server.address() as AddressInfo;
  // The client's end of a connection: while it is open, nobody can listen on its port.
  const holder = connect({ port, host: "127.0.0.1" });
  await new Promise((resolve) => holder.once("connect", resolve));
  const urlOf = (port: number | undefined): string => `http://127.0.0.1:${port}/api`;
  return {
    baseUrl: urlOf(port),
    refusedUrl: urlOf(holder.localPort),
    order(answer) {
      ordered = answer;
    },
    arrived: () => arrived,
    close() {
      holder.destroy();
      server.close();
      server.closeAllConnections();
    },
  };
}

function give(response: ServerResponse, { status, headers, body = "", pace = "at-once" }: HostileAnswer): void {
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
