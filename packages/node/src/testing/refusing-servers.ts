import { once } from "node:events";
import { createServer as createHttpsServer } from "node:https";
import { type AddressInfo, createServer as createTcpServer, type Server } from "node:net";
import { generate } from "selfsigned";
import { onTestFinished } from "vitest";

/** A server that refuses, and the counts of what arrived. */
export interface Refusing {
  readonly port: number;
  readonly arrived: { connections: number; requests: number };
}

async function listen(server: Server, arrived: Refusing["arrived"]): Promise<Refusing> {
  server.on("connection", () => {
    arrived.connections++;
  });
  server.listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close());
  return { port: (server.address() as AddressInfo).port, arrived };
}

/** Starts an HTTPS server with a self-signed certificate. */
export async function untrustedServer({ expired = false }: { expired?: boolean } = {}): Promise<Refusing> {
  const arrived = { connections: 0, requests: 0 };
  const { private: key, cert } = await generate([{ name: "commonName", value: "connect.example" }], {
    ...(expired && { notBeforeDate: new Date("2020-01-01"), notAfterDate: new Date("2021-01-01") }),
    extensions: [{ name: "subjectAltName", altNames: [{ type: 7, ip: "127.0.0.1" }] }],
  });
  const server = createHttpsServer({ key, cert }, (_, response) => {
    arrived.requests++;
    response.end("{}");
  });
  return listen(server, arrived);
}

/** Starts a proxy that responds to every CONNECT with this status. */
export function refusingProxy(status: string): Promise<Refusing> {
  const arrived = { connections: 0, requests: 0 };
  const server = createTcpServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => {
      arrived.requests++;
      socket.end(`HTTP/1.1 ${status}\r\ncontent-length: 0\r\n\r\n`);
    });
  });
  return listen(server, arrived);
}

/** Starts a server that ends every TLS handshake with an alert: handshake_failure (40). */
export function refusingHandshake(): Promise<Refusing> {
  const server = createTcpServer((socket) => {
    socket.on("error", () => {});
    socket.once("data", () => socket.end(Buffer.from([21, 3, 3, 0, 2, 2, 40])));
  });
  return listen(server, { connections: 0, requests: 0 });
}
