import { type ChildProcess, fork } from "node:child_process";
import { once } from "node:events";
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import type { JournalRecord } from "@plastiq-connect/core/pay-once";
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { remoteJournalStore } from "./remote-stores.ts";

const KILLS = 3;

let folder: string;
let child: ChildProcess | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "objects-"));
});
afterEach(async () => {
  await kill();
  rmSync(folder, { recursive: true, force: true });
});

async function start(): Promise<string> {
  const started = fork(fileURLToPath(new URL("./object-worker-process.ts", import.meta.url)), [folder], {
    execArgv: [],
    detached: true,
  });
  child = started;
  const ended = once(started, "exit").then(([code]) => {
    throw new Error(`The Worker ended with ${code}.`);
  });
  ended.catch(() => {});
  const [url] = await Promise.race([once(started, "message"), ended]);
  return url as string;
}

/** Kills the whole process group: Node and workerd. */
async function kill(): Promise<void> {
  const running = child;
  child = undefined;
  if (running?.pid === undefined || running.exitCode !== null || running.signalCode !== null) return;
  const ended = once(running, "exit");
  process.kill(-running.pid, "SIGKILL");
  await ended;
}

const recordOf = (sends: number): JournalRecord => ({
  phase: "sending",
  attempt: 1,
  intentId: "intent",
  key: "key",
  hash: "hash",
  paymentMethodId: "card",
  sends,
});

describe("createDurableObjectJournalStore in a workerd that is killed", () => {
  it("keeps every record whose write has resolved, and refuses the version before", {
    retry: 0,
    timeout: 180_000,
  }, async () => {
    const order = crypto.randomUUID();
    let stored = 0;
    for (let kills = 0; kills < KILLS; kills++) {
      const store = remoteJournalStore(await start());
      const before = stored;
      const writing = (async () => {
        while (await store.write(order, recordOf(stored + 1), stored)) stored++;
      })();
      const ended = writing.then(
        () => "refused",
        () => "cut off",
      );
      await vi.waitFor(() => expect(stored).toBeGreaterThan(before + 20), 60_000);
      await kill();
      expect(await ended).toBe("cut off");

      const after = remoteJournalStore(await start());
      const entry = await after.read(order);
      // The write that was cut off has taken effect, or it has not.
      expect([stored, stored + 1]).toContain(entry?.version);
      expect(entry?.record).toEqual(recordOf(entry?.version ?? 0));
      expect(await after.write(order, recordOf(0), stored - 1)).toBe(false);
      stored = entry?.version ?? 0;
      await kill();
    }
  });
});
