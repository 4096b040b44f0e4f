import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { LOCAL_API_KEY, type Seed } from "@plastiq-connect/sandbox";
import { type RunningSandbox, startSandbox } from "@plastiq-connect/sandbox/server";
import { hasRedis, startRedis } from "engines/redis";
import { Redis } from "ioredis";
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from "vitest";
import { runWorker } from "./testing/run-worker.ts";
import { shopSeed } from "./testing/shop-seed.ts";

if (!hasRedis()) console.log("Skipped: the recipe for BullMQ. Install redis-server.");

const SECRET = "k3".repeat(22);
const PAYMENT = "2b1e6f4c-9d3a-4c58-8f07-1a6d5e92c743";
const FOREIGN = "7c0d5a18-3e4b-4f92-a6d1-9b8e2f7c4051";
const PATIENCE = 30_000;

/** A recipe that runs. */
interface RunningRecipe {
  readonly origin: string;
  /** Forgets every claim, as after a crash between the work and its mark. */
  forgetClaims?(): Promise<void>;
  close(): Promise<void>;
}

async function runBullMq(env: Readonly<Record<string, string>>): Promise<RunningRecipe> {
  const engine = await startRedis();
  for (const [name, value] of Object.entries({ ...env, REDIS_URL: engine.url })) vi.stubEnv(name, value);
  vi.resetModules();
  const { app, close } = await import("./bullmq.ts");
  const server = createServer(app);
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const redis = new Redis(engine.url);
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    async forgetClaims() {
      const keys = await redis.keys("plastiq-connect:webhook:*");
      expect(keys).not.toEqual([]);
      await redis.del(keys);
    },
    async close() {
      server.close();
      server.closeAllConnections();
      await close();
      redis.disconnect();
      await engine.stop();
      vi.unstubAllEnvs();
    },
  };
}

async function paidSeed(): Promise<Seed> {
  const targetAmount = { value: 1250, currency: "USD" };
  return {
    ...(await shopSeed()),
    paymentIntents: { order: { payer: "local", paymentMethod: "card", recipient: "coffee", targetAmount } },
    payments: { ours: { id: PAYMENT, paymentIntent: "order", status: "DEPOSITED" } },
  };
}

function runQueues(env: Readonly<Record<string, string>>): Promise<RunningRecipe> {
  return runWorker("queues.ts", env, {
    env: {
      WEBHOOK_CLAIMS: { type: "durable-object", worker: "worker", exportName: "ClaimObject" },
      PAYMENT_JOBS: { type: "queue", name: "payment-jobs" },
    },
    exports: { ClaimObject: { type: "durable-object", storage: "sqlite" } },
    triggers: [{ type: "queue", name: "payment-jobs", maxBatchTimeout: 0, maxRetries: 10 }],
  });
}

describe.each([
  { name: "BullMQ", isThere: hasRedis, run: runBullMq },
  { name: "Cloudflare Queues", isThere: () => true, run: runQueues },
])("the recipe for $name", ({ isThere, run }) => {
  if (!isThere()) return;
  let sandbox: RunningSandbox;
  let recipe: RunningRecipe;
  beforeAll(async () => {
    sandbox = await startSandbox();
    recipe = await run({
      PLASTIQ_API_KEY: LOCAL_API_KEY,
      PLASTIQ_BASE_URL: sandbox.baseUrl,
      WEBHOOK_SECRET: SECRET,
    });
  });
  beforeEach(async () => {
    sandbox.control.reset();
    sandbox.control.seed(await paidSeed());
  });
  afterAll(async () => {
    await recipe?.close();
    await sandbox?.close();
  });

  const deliver = async (id: string, paymentId = PAYMENT): Promise<number> => {
    const data = { id: paymentId, object: "PAYMENT", type: "DEPOSITED", timestamp: 0 };
    const body = JSON.stringify({ id, event: "payment.state_change", data });
    return (await fetch(`${recipe.origin}/webhooks/${SECRET}`, { method: "POST", body })).status;
  };
  const retrieved = () => sandbox.control.seen().filter(({ operation }) => operation === "retrievePayment");

  it("responds, then retrieves the payment in a job", async () => {
    expect(await deliver("event:1")).toBe(200);
    await vi.waitFor(() => expect(retrieved()).toMatchObject([{ status: 200 }]), PATIENCE);
  });

  it("runs a failed job again", async () => {
    // The client itself makes three attempts.
    for (let times = 0; times < 3; times++) {
      sandbox.control.addFault({ operation: "retrievePayment", kind: "status", status: 500 });
    }
    expect(await deliver("event:2")).toBe(200);
    await vi.waitFor(() => expect(retrieved().map(({ status }) => status)).toEqual([500, 500, 500, 200]), PATIENCE);
  });

  it("creates one job for an event that is delivered repeatedly", async () => {
    expect(await Promise.all(Array.from({ length: 8 }, () => deliver("event:3")))).toContain(200);
    expect(await deliver("event:3")).toBe(200);
    await vi.waitFor(() => expect(retrieved()).toHaveLength(1), PATIENCE);
    await recipe.forgetClaims?.();
    expect(await deliver("event:3")).toBe(200);
    // Jobs run in order: once the next one is done, a second job of the first event would have run.
    expect(await deliver("event:4")).toBe(200);
    await vi.waitFor(() => expect(retrieved()).toHaveLength(2), PATIENCE);
  });

  it("does not retrieve a payment of another partner", async () => {
    expect([await deliver("event:5", FOREIGN), await deliver("event:6")]).toEqual([200, 200]);
    await vi.waitFor(() => expect(retrieved()).toHaveLength(1), PATIENCE);
    expect(JSON.stringify(sandbox.control.seen())).not.toContain(FOREIGN);
  });
});
