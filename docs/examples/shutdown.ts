import { createServer, type Server } from "node:http";
import { createClient, type NodeClient } from "@plastiq-connect/node";

export async function shutDown(server: Server, connect: NodeClient): Promise<void> {
  // Otherwise a proxy that keeps its connection busy would keep the server open.
  server.prependListener("request", (_, response) => response.setHeader("connection", "close"));
  await new Promise((resolve) => server.close(resolve)); // stops accepting, waits for open requests
  await connect.close(); // waits for calls, then closes the connections
}

export function start(): Server {
  const connect = createClient({ deadline: 10_000 });
  const server = createServer();
  for (const signal of ["SIGTERM", "SIGINT"] as const) process.once(signal, () => shutDown(server, connect));
  return server.listen(3000);
}
