import { setTimeout as sleep } from "node:timers/promises";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { FLOODS } from "./attacks/floods.ts";
import { expectOutcome } from "./expect-outcome.ts";
import { leaksInLog } from "./leaks.ts";
import { runAttack } from "./run-attack.ts";
import { type Scene, setScene } from "./scene.ts";
import { TARGETS, type Target, type TargetName } from "./targets.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 60_000 });

// One after the other: two floods at once would be more than a small machine has patience for.
describe.each(Object.entries<Target>(TARGETS).filter(([, { suffers }]) => suffers !== "all-but-floods"))(
  "%s",
  (name, target) => {
    let scene: Scene;
    beforeAll(async () => {
      scene = await setScene(target);
    });
    afterAll(() => scene?.close());

    it.each(FLOODS)("$name", async (attack) => {
      if (target.limitsByTheClock) await untilTheMinuteIsLong();
      const outcome = await runAttack(attack, scene);
      await expectOutcome(outcome, attack, attack.but?.[name as TargetName] ?? attack.expect, target, scene);
    });

    it("has logged what happened, and no secret", () => {
      expect(scene.target.log()).toContain('"outcome":"minted"');
      expect(leaksInLog(scene.target.log())).toEqual([]);
    });
  },
);

/** Waits for the next minute of the clock when too little is left of this one. */
async function untilTheMinuteIsLong(): Promise<void> {
  const left = 60_000 - (Date.now() % 60_000);
  if (left < 20_000) await sleep(left);
}
