import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { startSandbox } from "@plastiq-connect/sandbox/server";
import { startCompressedServer } from "./compressed-server.ts";
import type { ServerAddresses } from "./remote-sandbox.ts";

/** The servers of one run. */
export interface Servers {
  /** Where they are. */
  readonly addresses: ServerAddresses;
  /** Stops them all. */
  close(): Promise<void>;
}

/** Starts a sandbox, a second one where no request may end up, and keeps a port closed. */
export async function startServers(port = 0): Promise<Servers> {
  const sandbox = await startSandbox({ port });
  const second = await startSandbox();
  const closed = await closedPort();
  const compressed = await startCompressedServer();
  return {
    addresses: {
      origin: sandbox.origin,
      second: second.origin,
      closed: `http://127.0.0.1:${closed.port}`,
      compressed: compressed.origin,
      apiKey: LOCAL_API_KEY,
      payerId: LOCAL_PAYER_ID,
    },
    async close() {
      await Promise.all([sandbox.close(), second.close(), closed.release(), compressed.close()]);
    },
  };
}

// The port belongs to an open connection: nothing listens there, and no other program gets it while the connection is
// open.
async function closedPort(): Promise<{ port: number; release(): Promise<void> }> {
  const accepted: Socket[] = [];
  const server = createServer((socket) => accepted.push(socket));
  await new Promise<void>((listening) => server.listen(0, "127.0.0.1", listening));
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1");
  await new Promise((connected) => socket.once("connect", connected));
  return {
    port: socket.localPort ?? 0,
    async release() {
      for (const end of [socket, ...accepted]) end.destroy();
      await new Promise((closed) => server.close(closed));
    },
  };
}
