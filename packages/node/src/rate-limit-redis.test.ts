import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { createServer } from "node:http";
import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { startSandbox } from "@plastiq-connect/sandbox/server";
import { Redis } from "ioredis";
import { RateLimiterRedis } from "rate-limiter-flexible";
import { expect, it, onTestFinished, vi } from "vitest";
import { createClient, mintEndpoint } from "./index.ts";

vi.setConfig({ testTimeout: 20_000 });

const ORIGIN = "https://shop.example";
const onPath = spawnSync("redis-server", ["--version"]).status === 0;
const there = Boolean(process.env.REDIS_URL) || onPath;
if (!there) console.log("Not run: the limiter in Redis. Set REDIS_URL, or put redis-server on the PATH.");

/** A Redis of this test's own, unless one is named. */
async function redisUrl(): Promise<string> {
  if (process.env.REDIS_URL) return process.env.REDIS_URL;
  const free = createTcpServer().listen(0, "127.0.0.1");
  await once(free, "listening");
  const { port } = free.address() as AddressInfo;
  await new Promise((resolve) => free.close(resolve));
  const server = spawn("redis-server", [
    "--port",
    String(port),
    "--bind",
    "127.0.0.1",
    "--save",
    "",
    "--appendonly",
    "no",
  ]);
  onTestFinished(() => void server.kill("SIGKILL"));
  await vi.waitFor(() => expect(String(server.stdout.read() ?? "")).toContain("Ready to accept connections"), 10_000);
  return `redis://127.0.0.1:${port}`;
}

async function serve(redis: Redis, prefix: string, baseUrl: string): Promise<{ url: string; errors: unknown[] }> {
  const client = createClient({ apiKey: LOCAL_API_KEY, baseUrl });
  const errors: unknown[] = [];
  const endpoint = mintEndpoint({
    client,
    allowedOrigins: [ORIGIN],
    authorize: () => ({ payerId: LOCAL_PAYER_ID }),
    rateLimit: new RateLimiterRedis({ storeClient: redis, keyPrefix: prefix, points: 5, duration: 30 }),
    onError: (error) => void errors.push(error),
  });
  const server = createServer(endpoint).listen(0, "127.0.0.1");
  await once(server, "listening");
  onTestFinished(() => {
    server.close();
    server.closeAllConnections();
    return client.close();
  });
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, errors };
}

it.runIf(there)("counts in Redis for many servers together, and lets nobody pass without it", async () => {
  const sandbox = await startSandbox();
  onTestFinished(() => sandbox.close());
  const url = await redisUrl();
  const prefix = `mint-${crypto.randomUUID()}`;
  const connections = [1, 2].map(() => new Redis(url, { maxRetriesPerRequest: 0, enableOfflineQueue: true }));
  onTestFinished(() => {
    for (const redis of connections) redis.disconnect();
  });
  for (const redis of connections) redis.on("error", () => {});
  const servers = await Promise.all(connections.map((redis) => serve(redis, prefix, sandbox.baseUrl)));
  const mint = (index: number): Promise<Response> =>
    fetch(servers[index % 2]?.url ?? "", { method: "POST", headers: { origin: ORIGIN } });

  const responses = await Promise.all(Array.from({ length: 40 }, (_, index) => mint(index)));
  const limited = responses.filter(({ status }) => status === 429);
  expect([responses.filter(({ ok }) => ok).length, limited.length]).toEqual([5, 35]);
  for (const { headers } of limited) expect(Number(headers.get("retry-after"))).toBeGreaterThan(20);
  expect(sandbox.control.seen()).toHaveLength(5);

  connections[0]?.disconnect();
  const cutOff = await mint(0);
  expect(cutOff.status).toBe(503);
  expect(await cutOff.text()).not.toMatch(/redis|connection/i);
  expect(servers[0]?.errors).toMatchObject([{ message: expect.stringMatching(/connection/i) }]);
  expect(sandbox.control.seen()).toHaveLength(5);
});
