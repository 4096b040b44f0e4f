import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as sleep } from "node:timers/promises";
import { postgresClaimTable } from "@plastiq-connect/node";
import { Pool } from "pg";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import type { Engine } from "../engine.ts";
import { hasPostgres, startPostgres } from "../postgres.ts";
import { hasRedis, startRedis } from "../redis.ts";
import { deliver, seededRandom } from "./deliver.ts";
import { type Handling, type Instance, type InstanceSettings, readLog, startInstance } from "./start-instance.ts";

if (!hasRedis()) console.log("Skipped: webhooks in two processes over Redis. Install redis-server.");
if (!hasPostgres()) console.log("Skipped: webhooks in two processes over PostgreSQL. Install postgresql.");

const SEED = 20_261_125;
const IDS = Array.from({ length: 1_000 }, (_, index) => `event-${index}`);
const COPIES = 5;
const AT_ONCE = 16;
const KILLED = "first, before the kill";

let folder: string;
let engine: Engine | undefined;
let instances: Instance[] = [];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "instances-"));
});
afterEach(async () => {
  await Promise.all(instances.map((instance) => instance.kill()));
  instances = [];
  await engine?.stop();
  engine = undefined;
  rmSync(folder, { recursive: true, force: true });
});

async function startPostgresWithTable(): Promise<Engine> {
  const started = await startPostgres();
  const pool = new Pool({ connectionString: started.url, max: 1 });
  await pool.query(postgresClaimTable());
  await pool.end();
  return started;
}

async function startOne(settings: Omit<InstanceSettings, "secret" | "log" | "handlingTime">): Promise<Instance> {
  const log = join(folder, "log");
  const instance = await startInstance({ ...settings, secret: "k3".repeat(22), log, handlingTime: 5 });
  instances.push(instance);
  return instance;
}

/** Delivers every event five times in random order, each to any instance, and again until the response is 200. */
async function deliverAll(urls: readonly string[]): Promise<void> {
  const random = seededRandom(SEED);
  const waiting = IDS.flatMap((id) => Array.from({ length: COPIES }, () => ({ id, notBefore: 0, at: random() }))).sort(
    (a, b) => a.at - b.at,
  );
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      for (let next = waiting.shift(); next; next = waiting.shift()) {
        await sleep(Math.max(0, next.notBefore - performance.now()));
        const status = await deliver(urls[Math.floor(random() * urls.length)] ?? "", next.id);
        if (status !== 200) waiting.push({ ...next, notBefore: performance.now() + 500 });
      }
    }),
  );
}

/** Groups the lines of one step by event: the names of the instances, in order. */
function runsOf(log: readonly Handling[], step: Handling["step"]): ReadonlyMap<string, readonly string[]> {
  const runs = new Map<string, string[]>();
  for (const line of log) if (line.step === step) runs.set(line.id, [...(runs.get(line.id) ?? []), line.run]);
  return runs;
}

describe.each([
  { name: "redis", isThere: hasRedis, start: startRedis },
  { name: "postgres", isThere: hasPostgres, start: startPostgresWithTable },
] as const)("webhookEndpoint in two processes over $name", ({ name, isThere, start }) => {
  it.runIf(isThere())(
    "loses no event of a process that is killed, and handles again only what that process held",
    { retry: 0, timeout: 300_000 },
    async () => {
      engine = await start();
      const { url } = engine;
      const first = await startOne({ engine: name, url, run: KILLED, hangsAfter: 150 });
      const second = await startOne({ engine: name, url, run: "second" });
      const urls = [first.url, second.url];
      const delivering = deliverAll(urls);
      await Promise.race([first.hanging, delivering]);
      await first.kill();
      const restarted = await startOne({ engine: name, url, run: "first, after the kill" });
      urls[0] = restarted.url;
      await delivering;

      const log = readLog(join(folder, "log"));
      const [started, ended] = [runsOf(log, "started"), runsOf(log, "ended")];
      expect(IDS.filter((id) => !ended.has(id))).toEqual([]);
      // Only what the killed process had begun may be begun once more.
      expect(
        IDS.filter((id) =>
          started
            .get(id)
            ?.slice(0, -1)
            .some((run) => run !== KILLED),
        ),
      ).toEqual([]);
      expect(IDS.filter((id) => (started.get(id)?.length ?? 0) > 2)).toEqual([]);
      const cutOff = IDS.filter((id) => started.get(id)?.includes(KILLED) && !ended.get(id)?.includes(KILLED));
      expect(cutOff.length).toBeGreaterThan(0);
      for (const run of ["second", "first, after the kill"]) expect([...ended.values()].flat()).toContain(run);
    },
  );
});
