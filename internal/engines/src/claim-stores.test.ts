import {
  type ClaimStore,
  createMemoryClaimStore,
  createPostgresClaimStore,
  createRedisClaimStore,
  postgresClaimTable,
} from "@plastiq-connect/core/webhooks";
import { Redis } from "ioredis";
import { Pool } from "pg";
import { afterAll, beforeAll, describe } from "vitest";
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
