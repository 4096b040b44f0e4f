import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { FLOODS } from "./attacks/floods.ts";
import { ATTACKS } from "./attacks/index.ts";
import { expectOutcome } from "./expect-outcome.ts";
import { leaksInLog } from "./leaks.ts";
import { runAttack } from "./run-attack.ts";
import { type Scene, setScene } from "./scene.ts";
import { TARGETS, type Target, type TargetName } from "./targets.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 60_000 });

// Targets side by side, the attacks on each of them one after the other. `floods.slow.test.ts` runs the floods.
const ATTACKED = Object.entries<Target>(TARGETS).filter(([, { suffers }]) => suffers !== "floods");

describe.concurrent.each(ATTACKED)("%s", (name, target) => {
  let scene: Scene;
  beforeAll(async () => {
    scene = await setScene(target);
  });
  afterAll(() => scene?.close());

  for (const attack of ATTACKS.filter((one) => !FLOODS.includes(one))) {
    it(attack.name, { concurrent: false }, async () => {
      const outcome = await runAttack(attack, scene);
      await expectOutcome(outcome, attack, attack.but?.[name as TargetName] ?? attack.expect, target, scene);
    });
  }

  it("has logged what happened, and no secret", { concurrent: false }, () => {
    expect(scene.target.log()).toContain('"outcome":"minted"');
    expect(leaksInLog(scene.target.log())).toEqual([]);
  });
});
