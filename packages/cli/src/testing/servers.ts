import { once } from "node:events";
import { createServer, type RequestListener } from "node:http";
import { type AddressInfo, connect, createServer as createTcpServer } from "node:net";
import { type RunningSandbox, type ServerOptions, startSandbox } from "@plastiq-connect/sandbox/server";

// `await using` closes them: vitest's own `onTestFinished` mixes up tests that run at the same time.

/** A new sandbox, and the variables that point to it. */
export async function sandboxOf(
  options: ServerOptions = {},
): Promise<RunningSandbox & AsyncDisposable & { readonly env: Record<string, string> }> {
  const sandbox = await startSandbox(options);
  return { ...sandbox, env: { PLASTIQ_BASE_URL: sandbox.baseUrl }, [Symbol.asyncDispose]: sandbox.close };
}

/** Starts an HTTP server with this listener. */
export async function serverOf(listener: RequestListener): Promise<AsyncDisposable & { readonly origin: string }> {
  const server = createServer(listener);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async [Symbol.asyncDispose]() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A port of this machine on which nothing listens. It belongs to an open connection, so no other program gets it. */
export async function closedPort(): Promise<number> {
  const server = createTcpServer((accepted) => accepted.unref())
    .listen(0, "127.0.0.1")
    .unref();
  await once(server, "listening");
  const socket = connect((server.address() as AddressInfo).port, "127.0.0.1").unref();
  await once(socket, "connect");
  return socket.localPort ?? 0;
}

/** A port of this machine on which the test can listen. */
export async function freePort(): Promise<number> {
  const sandbox = await startSandbox();
  await sandbox.close();
  return sandbox.port;
}
