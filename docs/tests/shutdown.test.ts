import { once } from "node:events";
import { Agent, createServer, get, type IncomingMessage } from "node:http";
import type { AddressInfo } from "node:net";
import { createClient } from "@plastiq-connect/node";
import { expect, it, onTestFinished } from "vitest";
import { shutDown } from "../examples/shutdown.ts";

it("shuts down after the requests in progress, also when a connection is kept busy", async () => {
  const { promise: released, resolve: release } = Promise.withResolvers<void>();
  const server = createServer(async (_, response) => {
    await released;
    response.end();
  }).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => void server.close().closeAllConnections());
  const { port } = server.address() as AddressInfo;
  const agent = new Agent({ keepAlive: true, maxSockets: 1 });
  onTestFinished(() => agent.destroy());
  const request = async (): Promise<IncomingMessage> => {
    const [response] = await once(get({ port, host: "127.0.0.1", agent }), "response");
    await once(response.resume(), "end");
    return response;
  };

  const inProgress = request();
  await once(server, "request");
  const connect = createClient({ apiKey: "test-key" });
  const done = shutDown(server, connect);
  release();
  expect((await inProgress).statusCode).toBe(200);
  const next = await request();
  expect([next.statusCode, next.headers.connection]).toEqual([200, "close"]);
  await done;
  await expect(connect.categories.list({ endUser: "none" })).rejects.toThrow("This client is closed.");
});
