import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { eventText, WEBHOOK_ATTACKS, type WebhookAttack, webhookText } from "./attacks/webhook-attacks.ts";
import { leaksInLog, leaksInResponse } from "./leaks.ts";
import { FOREIGN_PAYMENT, SMUGGLED, WEBHOOK_SECRET } from "./parties.ts";
import { type Scene, setScene } from "./scene.ts";
import { TARGETS, type Target, type TargetName } from "./targets.ts";
import { type RawOutcome, rawExchange } from "./wire/raw-exchange.ts";

vi.setConfig({ testTimeout: 180_000, hookTimeout: 60_000 });

/** Time limit of an exchange, in milliseconds. A longer one hangs. */
const BOUND = 60_000;

// The target with the rate limiting binding is the same Worker.
const NAMES = (Object.keys(TARGETS) as TargetName[]).filter((name) => name !== "workerd with a rate limiting binding");

describe.each(NAMES)("the webhook endpoint of %s", (name) => {
  const target: Target = TARGETS[name];
  let scene: Scene;
  let deliveries = 0;
  beforeAll(async () => {
    scene = await setScene(target);
  });
  afterAll(() => scene?.close());

  const exchange = (text: string, trickle?: WebhookAttack["trickle"]): Promise<RawOutcome> =>
    rawExchange(scene.target.port, {
      text: text.replaceAll("{vendor}", scene.addresses[0] ?? ""),
      trickle,
      stopsAtResponse: true,
      bound: BOUND,
    });

  /** Returns the ids of the events that the target has logged as handled, from a position of its log on. */
  const handledSince = (position: number): readonly string[] =>
    [
      ...scene.target
        .log()
        .slice(position)
        .matchAll(/\{"handled":"([^"]*)","isOurs":(?:true|false)\}/g),
    ].map(([, id = ""]) => id);

  it.each(WEBHOOK_ATTACKS)("withstands $name", { retry: 0 }, async (attack) => {
    const { text, trickle, times = 1, rounds = 1, statuses, orCutOff, handled = [] } = attack;
    const logged = scene.target.log().length;
    scene.sandbox.control.clearSeen();
    const outcomes: RawOutcome[] = [];
    // Another sender is served meanwhile.
    const id = `event of another sender ${deliveries++}`;
    const other = exchange(webhookText({ body: eventText(id) }));
    for (let round = 0; round < rounds; round++) {
      outcomes.push(...(await Promise.all(Array.from({ length: times }, () => exchange(text, trickle)))));
    }
    expect((await other).responses.map(({ status }) => status)).toEqual([200]);
    const after = `${id}, after`;
    expect((await exchange(webhookText({ body: eventText(after) }))).responses.map(({ status }) => status)).toEqual([
      200,
    ]);

    expect(outcomes.map(({ ended }) => ended)).not.toContain("never");
    for (const { responses, received } of outcomes) {
      if (!(orCutOff && responses.length === 0)) {
        expect(responses).toHaveLength(1);
        expect(statuses).toContain(responses[0]?.status);
      }
      expect(leaksInResponse(received, scene)).toEqual([]);
      expect(received).not.toContain(WEBHOOK_SECRET);
      expect(received).not.toContain(FOREIGN_PAYMENT);
    }
    // A process writes its log after its response.
    const expected = [...handled, id, after].toSorted();
    await vi.waitFor(() => expect(handledSince(logged).toSorted()).toEqual(expected), 20_000);
    const seen = scene.sandbox.control.seen();
    expect(seen.map(({ operation, status }) => ({ operation, status }))).toEqual(
      expected.map(() => ({ operation: "retrievePayment", status: 404 })),
    );
    expect(JSON.stringify(seen)).not.toContain(SMUGGLED);
  });

  it("has logged what happened, and no secret", () => {
    const log = scene.target.log();
    expect(log).toContain('"handled":');
    expect(leaksInLog(log)).toEqual([]);
    expect(log).not.toContain(WEBHOOK_SECRET);
    // Express itself logs a body that its parser refuses.
    if (name !== "Express behind express.json()") expect(log).not.toContain(SMUGGLED);
  });
});
