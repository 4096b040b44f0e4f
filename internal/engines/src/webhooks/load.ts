import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { Redis } from "ioredis";
import { startRedis } from "../redis.ts";
import { deliver } from "./deliver.ts";
import { type Instance, readLog, startInstance } from "./start-instance.ts";

/** Figures of a load on two instances. */
export interface LoadFigures {
  readonly events: number;
  /** Events whose handler did not end. */
  readonly lost: number;
  /** Events that were handled more than once. */
  readonly handledTwice: number;
  /** Responses of an instance while the other handled the event. The event was delivered again. */
  readonly busy: number;
  /** From when a delivery was due to its response, in milliseconds. */
  readonly p50: number;
  readonly p99: number;
  /** Processor time of the instances for each event, in milliseconds. */
  readonly instanceTime: number;
  /** Processor time of Redis for each event, in milliseconds. */
  readonly redisTime: number;
  /** Memory of Redis for each remembered event, in bytes. */
  readonly redisBytes: number;
}

/** Load on two Node instances over one Redis. */
interface Load {
  readonly seconds: number;
  readonly perSecond: number;
}

/**
 * Delivers events at a steady rate, whatever the instances do, in turn to each of the two. Every tenth event arrives at
 * both at once. A delivery that does not get a 200 is repeated.
 */
export async function loadInstances({ seconds, perSecond }: Load): Promise<LoadFigures> {
  const folder = mkdtempSync(join(tmpdir(), "load-"));
  const log = join(folder, "log");
  const engine = await startRedis();
  const redis = new Redis(engine.url);
  const instances: Instance[] = [];
  try {
    for (const run of ["first", "second"]) {
      instances.push(await startInstance({ engine: "redis", url: engine.url, secret: "k3".repeat(22), run, log }));
    }
    // Starting is not part of the load.
    await Promise.all(instances.map(({ url }) => deliver(url, "warm-up")));
    const before = await usage(instances, redis);
    const ids = Array.from({ length: seconds * perSecond }, () => crypto.randomUUID());
    const { times, busy } = await deliverAtRate(ids, instances, 1_000 / perSecond);
    const after = await usage(instances, redis);
    const ended = new Map<string, number>();
    for (const { id, step } of readLog(log)) if (step === "ended") ended.set(id, (ended.get(id) ?? 0) + 1);
    return {
      events: ids.length,
      lost: ids.filter((id) => !ended.has(id)).length,
      handledTwice: ids.filter((id) => (ended.get(id) ?? 0) > 1).length,
      busy,
      p50: quantile(times, 0.5),
      p99: quantile(times, 0.99),
      instanceTime: (after.instances - before.instances) / ids.length,
      redisTime: (after.redis - before.redis) / ids.length,
      // `MEMORY USAGE` of a key leaves out Redis's own tables.
      redisBytes: (after.redisMemory - before.redisMemory) / ids.length,
    };
  } finally {
    redis.disconnect();
    await Promise.all(instances.map((instance) => instance.kill()));
    await engine.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

async function deliverAtRate(
  ids: readonly string[],
  instances: readonly Instance[],
  every: number,
): Promise<{ times: readonly number[]; busy: number }> {
  const urls = instances.map(({ url }) => url);
  const times: number[] = [];
  let busy = 0;
  const start = performance.now();
  const deliverUntilHandled = async (url: string, id: string, due: number): Promise<void> => {
    for (let status = await deliver(url, id), isFirst = true; ; status = await deliver(url, id), isFirst = false) {
      if (isFirst) times.push(performance.now() - due);
      if (status === 200) return;
      if (status === 503) busy++;
      await sleep(250);
    }
  };
  const deliveries: Promise<void>[] = [];
  for (const [index, id] of ids.entries()) {
    const due = start + index * every;
    await sleep(Math.max(0, due - performance.now()));
    const [url = "", other = ""] = index % 2 === 0 ? urls : urls.toReversed();
    deliveries.push(deliverUntilHandled(url, id, due));
    if (index % 10 === 0) deliveries.push(deliverUntilHandled(other, id, due));
  }
  await Promise.all(deliveries);
  return { times, busy };
}

async function usage(
  instances: readonly Instance[],
  redis: Redis,
): Promise<{ readonly instances: number; readonly redis: number; readonly redisMemory: number }> {
  const times = await Promise.all(instances.map((instance) => instance.cpuTime()));
  const seconds = [...(await redis.info("cpu")).matchAll(/^used_cpu_(?:sys|user):([\d.]+)/gm)].map(([, text]) => text);
  const [, memory] = /^used_memory:(\d+)/m.exec(await redis.info("memory")) ?? [];
  return { instances: sum(times), redis: sum(seconds.map(Number)) * 1_000, redisMemory: Number(memory) };
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0);

function quantile(numbers: readonly number[], part: number): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * part))] ?? 0;
}
