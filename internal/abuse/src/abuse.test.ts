import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import type { Attack } from "./attack.ts";
import { FLOODS } from "./attacks/floods.ts";
import { ATTACKS } from "./attacks.ts";
import { expectOutcome } from "./expect-outcome.ts";
import { leaksInLog } from "./leaks.ts";
import { runAttack } from "./run-attack.ts";
import { type Scene, setScene } from "./scene.ts";
import { TARGETS, type Target, type TargetName } from "./targets.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

// Targets side by side, the attacks on each of them one after the other.
describe.concurrent.each(Object.keys(TARGETS) as TargetName[])("%s", (name) => {
  const target: Target = TARGETS[name];
  let scene: Scene;
  beforeAll(async () => {
    scene = await setScene(target);
  });
  afterAll(() => scene?.close());

  for (const attack of attacksOn(target)) {
    it(attack.name, { concurrent: false }, async () => {
      const run = () => runAttack(attack, scene);
      const outcome = await (FLOODS.includes(attack) ? oneFloodAtATime(target, run) : run());
      await expectOutcome(outcome, attack, attack.but?.[name] ?? attack.expect, target, scene);
    });
  }

  it("has logged what happened, and no secret", { concurrent: false }, () => {
    expect(scene.target.log()).toContain('"outcome":"minted"');
    expect(leaksInLog(scene.target.log())).toEqual([]);
  });
});

function attacksOn({ suffers }: Target): readonly Attack[] {
  return ATTACKS.filter((attack) => suffers === undefined || FLOODS.includes(attack) === (suffers === "floods"));
}

let lastFlood: Promise<unknown> = Promise.resolve();

// Two at once would be more than a small machine has patience for.
async function oneFloodAtATime<Result>({ limitsByTheClock }: Target, run: () => Promise<Result>): Promise<Result> {
  if (limitsByTheClock) {
    const left = 60_000 - (Date.now() % 60_000);
    if (left < 10_000) await sleep(left);
    return await run();
  }
  const flood = lastFlood.then(run);
  lastFlood = flood.catch(() => {});
  return await flood;
}
