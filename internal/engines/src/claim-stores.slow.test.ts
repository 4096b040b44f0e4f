import { type AddressInfo, connect, createServer, type Socket } from "node:net";
import {
  type ClaimStore,
  createMemoryClaimStore,
  createPostgresClaimStore,
  createRedisClaimStore,
  postgresClaimTable,
} from "@plastiq-connect/core/webhooks";
import { Redis } from "ioredis";
import { Pool } from "pg";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { claimStoreContract } from "./claim-store-contract.ts";
import type { Engine } from "./engine.ts";
import { hasPostgres, startPostgres } from "./postgres.ts";
import { hasRedis, startRedis } from "./redis.ts";

if (!hasRedis()) console.log("Skipped: the claim store in Redis. Install redis-server.");
if (!hasPostgres()) console.log("Skipped: the claim store in PostgreSQL. Install postgresql.");

describe("createMemoryClaimStore", () => {
  // Retention is an option of a store, and the contract asks for several over one memory.
  const stores = new Map<number | undefined, ClaimStore>();
  claimStoreContract({
    create(retention) {
      const store = stores.get(retention) ?? createMemoryClaimStore({ retention });
      stores.set(retention, store);
      return store;
    },
  });
});

describe.runIf(hasRedis())("createRedisClaimStore", () => {
  let engine: Engine;
  let redis: Redis;
  beforeAll(async () => {
    engine = await startRedis();
    redis = new Redis(engine.url);
  });
  afterAll(async () => {
    redis.disconnect();
    await engine.stop();
  });
  claimStoreContract({
    create: (retention) => createRedisClaimStore(([name, ...args]) => redis.call(name, ...args), { retention }),
  });

  it("accepts a claim that the client sends again because its connection ended before the reply", async () => {
    const proxy = await startLossyProxy(Number(new URL(engine.url).port));
    const client = new Redis(proxy.port, "127.0.0.1");
    try {
      const store = createRedisClaimStore(([name, ...args]) => client.call(name, ...args));
      await client.ping();
      proxy.loseReply();
      expect(await store.claim("resent", "token", 10_000)).toBe("new");
      expect(proxy.lost()).toBe(1);
      expect(await store.claim("resent", "another", 10_000)).toBe("busy");
    } finally {
      client.disconnect();
      proxy.close();
    }
  });
});

describe.runIf(hasPostgres())("createPostgresClaimStore", () => {
  let engine: Engine;
  let pool: Pool;
  beforeAll(async () => {
    engine = await startPostgres();
    pool = new Pool({ connectionString: engine.url, max: 8 });
    await pool.query(postgresClaimTable());
  });
  afterAll(async () => {
    await pool.end();
    await engine.stop();
  });
  claimStoreContract({
    create: (retention) =>
      createPostgresClaimStore(async (text, values) => (await pool.query(text, [...values])).rows, { retention }),
  });
});

/** A proxy that loses a reply of the database, and with it the connection, whenever it is told to. */
async function startLossyProxy(target: number) {
  let isLossy = false;
  let lost = 0;
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const database = connect(target, "127.0.0.1");
    for (const socket of [client, database]) sockets.add(socket.on("error", () => {}));
    client.on("close", () => database.destroy()).pipe(database);
    database.on("data", (reply) => {
      if (isLossy) {
        isLossy = false;
        lost++;
        client.destroy();
      } else {
        client.write(reply);
      }
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  return {
    port: (server.address() as AddressInfo).port,
    loseReply() {
      isLossy = true;
    },
    lost: () => lost,
    close() {
      server.close();
      for (const socket of sockets) socket.destroy();
    },
  };
}
