import { describe, expect, it } from "vitest";
import { WORKS } from "../world/fate.ts";
import { orderViolations } from "./invariant.ts";
import { playOrder } from "./play.ts";
import { type LifePlan, MODES, type OrderSchedule } from "./schedule.ts";

const LIFE: LifePlan = { after: 0, crashStep: null, crashAfter: null, fates: [], writes: [] };
const ORDER: OrderSchedule = {
  kind: "order",
  seed: 1,
  way: "payOnce",
  mode: "replayed",
  replayErrors: false,
  processing: 0,
  intentOnPayments: "without",
  method: "card",
  timeout: 1_000,
  deadline: 30_000,
  database: 10,
  serverAhead: 0,
  errorShape: "reference",
  rotation: null,
  lives: [],
};
// The response of the payment gets lost, so that a crash can also fall into the second attempt.
const FATES = [WORKS, { ...WORKS, fault: "lost after the effect", outward: 30, homeward: 30 }] as const;

/** Crashes the first process at each of its await points in turn. Returns how many there are. */
async function crashEverywhere(schedule: OrderSchedule, next: readonly LifePlan[]): Promise<number> {
  for (let crashStep = 0; ; crashStep++) {
    const first = { ...LIFE, fates: FATES, crashStep };
    const run = await playOrder({ ...schedule, lives: [first, ...next] });
    expect(orderViolations(run), `crashed at await point ${crashStep}`).toEqual([]);
    if (!run.lives[0]?.process.isDead()) return crashStep;
  }
}

describe.each(["payOnce", "by intent"] as const)("an order that is paid %s", (way) => {
  it.each(MODES)("is paid once when the process crashes at any await point, with keys that are %s", async (mode) => {
    const points = await crashEverywhere({ ...ORDER, way, mode }, []);
    expect(points).toBeGreaterThan(20);
  });

  it.each(["replayed", "forgotten"] as const)(
    "is paid once when the next process starts at once, with keys that are %s",
    async (mode) => {
      await crashEverywhere({ ...ORDER, way, mode, processing: 700 }, [{ ...LIFE, after: 60 }]);
    },
  );
});

it.each(["replayed", "refused", "executed"] as const)(
  "makes an inline payment once when the process crashes at any await point, with keys that are %s",
  async (mode) => {
    await crashEverywhere({ ...ORDER, way: "inline", mode }, [{ ...LIFE, after: 60 }]);
  },
);

it("can make an inline payment twice when the vendor forgets its key", async () => {
  const run = await playOrder({
    ...ORDER,
    way: "inline",
    mode: "forgotten",
    lives: [{ ...LIFE, fates: [{ ...WORKS, fault: "lost after the effect" }] }],
  });
  expect(run.payments.length).toBeGreaterThan(1);
});
