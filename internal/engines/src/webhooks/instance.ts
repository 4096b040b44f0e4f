import { appendFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import {
  type ClaimStore,
  createPostgresClaimStore,
  createRedisClaimStore,
  type WebhookEvent,
  webhookEndpoint,
} from "@plastiq-connect/node";
import { Redis } from "ioredis";
import { Pool } from "pg";
import type { Handling, InstanceMessage, InstanceSettings } from "./start-instance.ts";

// One instance of a service that receives events: a process of its own, which tests kill.
const settings: InstanceSettings = JSON.parse(process.env.INSTANCE_SETTINGS ?? "{}");
const tell = (message: InstanceMessage): void => void process.send?.(message);
let handled = 0;

// A synchronous write to a file is there after a kill.
function note(id: string, step: Handling["step"]): void {
  const line: Handling = { id, run: settings.run, step };
  appendFileSync(settings.log, `${JSON.stringify(line)}\n`);
}

async function onEvent({ id }: WebhookEvent): Promise<void> {
  note(id, "started");
  if (handled++ === settings.hangsAfter) {
    tell({ isHanging: true });
    await new Promise(() => {});
  }
  await sleep(settings.handlingTime ?? 0);
  note(id, "ended");
}

function openStore(): ClaimStore {
  if (settings.engine === "redis") {
    const redis = new Redis(settings.url);
    return createRedisClaimStore(([name, ...args]) => redis.call(name, ...args));
  }
  const pool = new Pool({ connectionString: settings.url, max: 8 });
  return createPostgresClaimStore(async (text, values) => (await pool.query(text, [...values])).rows);
}

const endpoint = webhookEndpoint({ secret: settings.secret, store: openStore(), onEvent });
const server = createServer(endpoint);
server.listen(0, "127.0.0.1", () => tell({ port: (server.address() as AddressInfo).port }));
process.on("message", () => {
  const { user, system } = process.cpuUsage();
  tell({ cpuTime: (user + system) / 1_000 });
});
// It ends with the test that started it.
process.on("disconnect", () => process.exit());
