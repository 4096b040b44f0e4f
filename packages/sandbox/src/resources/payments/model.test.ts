import fc from "fast-check";
import { afterEach, beforeEach, describe, it, vi } from "vitest";
import { type IdempotencyRules, LOCAL_PAYER_ID, type SandboxState } from "../../index.ts";
import { NOW } from "../../testing/fixture.ts";
import { type PaymentFixture, paymentFixture, recipient } from "../../testing/payment-fixture.ts";

/** Where things may go between two looks at them, as the documents of this package say it. */
const paymentArrows: Readonly<Record<string, readonly string[]>> = {
  SUBMITTED: ["CHARGED", "NOT_CAPTURED", "REFUNDED"],
  CHARGED: ["UNDER_REVIEW", "IN_TRANSIT", "REFUNDED"],
  UNDER_REVIEW: ["IN_TRANSIT", "REFUNDED"],
  IN_TRANSIT: ["DEPOSITED", "REFUNDED"],
};
const intentArrows: Readonly<Record<string, readonly string[]>> = {
  CAPTURABLE: ["NOT_CAPTURABLE", "CAPTURED", "EXPIRED"],
  NOT_CAPTURABLE: ["CAPTURABLE", "EXPIRED"],
};

const methods = ["4242424242424242", "4000000000000341", "4000000000000788", "41541433888", "000000000001"];
const statuses = ["CHARGED", "NOT_CAPTURED", "UNDER_REVIEW", "IN_TRANSIT", "DEPOSITED", "REFUNDED"] as const;
const at = fc.nat({ max: 5 });
const step = fc.oneof(
  fc.record({ kind: fc.constant("intent" as const), method: fc.option(fc.constantFrom(...methods)) }),
  fc.record({ kind: fc.constant("pay" as const), at, key: fc.option(at) }),
  fc.record({ kind: fc.constant("pay-at-once" as const), at, keys: fc.tuple(at, at) }),
  fc.record({ kind: fc.constant("pay-inline" as const), key: at }),
  fc.record({ kind: fc.constant("patch" as const), at, method: fc.option(fc.constantFrom(...methods)) }),
  fc.record({ kind: fc.constant("clock" as const), ms: fc.constantFrom(1, 299_999, 300_000, 86_400_000) }),
  // Twice, because a deposit takes several of them.
  fc.record({ kind: fc.constant("advance" as const), at, to: fc.option(fc.constantFrom(...statuses)) }),
  fc.record({ kind: fc.constant("advance" as const), at: fc.nat({ max: 1 }), to: fc.constant(null) }),
  fc.record({ kind: fc.constant("expire" as const), at }),
  fc.record({ kind: fc.constant("document" as const), at }),
  fc.record({ kind: fc.constant("refund" as const), at: fc.nat({ max: 1 }) }),
  fc.record({ kind: fc.constant("autopilot" as const), isOn: fc.boolean() }),
  fc.record({ kind: fc.constant("identity" as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer Value> ? Value : never;

const keyOf = (n: number) => `7e57a11e-0000-4000-8000-00000000000${n}`;

/** Takes a step. What the sandbox refuses is a step, too. */
async function take(fixture: PaymentFixture, action: Step, made: Map<string, Set<string>>): Promise<void> {
  const { control, post } = fixture;
  const { paymentIntents, payments } = control.state();
  const pick = <Item>(items: readonly Item[], index: number) => items[index % Math.max(items.length, 1)];
  const intent = "at" in action ? pick(paymentIntents, action.at)?.id : undefined;
  const payment = "at" in action ? pick(payments, action.at)?.id : undefined;
  const note = (key: string, { status, body }: { status: number; body: { id: string } }) => {
    if (status === 200) made.set(key, (made.get(key) ?? new Set()).add(body.id));
  };
  const attempt = (work: () => void) => {
    try {
      work();
    } catch {
      // There is no arrow from here.
    }
  };
  if (action.kind === "intent") {
    const paymentMethod = action.method === null ? undefined : { id: await fixture.method(action.method) };
    await fixture.intent({ paymentMethod });
  } else if (action.kind === "pay" && intent !== undefined) {
    const key = action.key === null ? undefined : keyOf(action.key);
    const paid = await fixture.payIntent(intent, key);
    if (key !== undefined) note(key, paid);
  } else if (action.kind === "pay-at-once" && intent !== undefined) {
    control.setProcessingTime(10);
    const paid = action.keys.map((key) => fixture.payIntent(intent, keyOf(key)));
    await vi.advanceTimersByTimeAsync(10);
    for (const [index, key] of action.keys.entries()) note(keyOf(key), await (paid[index] as (typeof paid)[number]));
    control.setProcessingTime(0);
  } else if (action.kind === "pay-inline") {
    const targetAmount = { value: 5, currency: "USD" };
    const body = {
      payer: { id: LOCAL_PAYER_ID },
      recipient,
      paymentMethod: { id: await fixture.method() },
      targetAmount,
    };
    note(keyOf(action.key), await post("/payments", body, { "idempotency-key": keyOf(action.key) }));
  } else if (action.kind === "patch" && intent !== undefined) {
    const change = action.method === null ? {} : { paymentMethod: { id: await fixture.method(action.method) } };
    await fixture.patch(`/payment-intents/${intent}`, change);
  } else if (action.kind === "clock") control.advance(action.ms);
  else if (action.kind === "advance" && payment !== undefined) {
    attempt(() => control.advancePayment(payment, action.to ?? undefined));
  } else if (action.kind === "expire" && intent !== undefined) attempt(() => control.expireIntent(intent));
  else if (action.kind === "document" && payment !== undefined) {
    attempt(() => control.requestDocument(payment, "GOVERNMENT_ISSUED_ID"));
  } else if (action.kind === "refund" && payment !== undefined) await post(`/payments/${payment}/refunds`, {});
  else if (action.kind === "autopilot") control.setAutopilot(action.isOn);
  else if (action.kind === "identity") {
    const identityDocuments = [{ type: "US_TIN", value: "123456789" }];
    await fixture.patch(`/payers/${LOCAL_PAYER_ID}`, { identityDocuments });
  }
}

function check(before: SandboxState, after: SandboxState): void {
  for (const { history } of after.payments) {
    for (const [index, { status, at: moment }] of history.entries()) {
      const previous = history[index - 1];
      if (!previous) continue;
      if (!paymentArrows[previous.status]?.includes(status)) throw new Error(`${previous.status} became ${status}`);
      if (moment < previous.at) throw new Error("time ran backwards");
    }
  }
  for (const { id, status } of after.paymentIntents) {
    const previous = before.paymentIntents.find((intent) => intent.id === id)?.status ?? status;
    if (previous !== status && !intentArrows[previous]?.includes(status)) {
      throw new Error(`an intent that was ${previous} became ${status}`);
    }
    const own = after.payments.filter(({ intentId }) => intentId === id);
    if (own.length !== (status === "CAPTURED" ? 1 : 0))
      throw new Error(`${own.length} payments of one ${status} intent`);
  }
  const known = new Set(after.payments.map(({ id }) => id));
  for (const { id } of before.payments) if (!known.has(id)) throw new Error("a payment vanished");
}

describe("random calls and advances", () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] }));
  afterEach(() => void vi.useRealTimers());

  const modes: readonly IdempotencyRules["mode"][] = ["replayed", "refused", "executed", "forgotten"];
  it.each(modes)(
    "follow the transitions and make one payment per intent, and per key as far as it is remembered: %s",
    async (mode) => {
      await fc.assert(
        fc.asyncProperty(fc.array(step, { maxLength: 30, size: "max" }), fc.boolean(), async (steps, replayErrors) => {
          const fixture = paymentFixture({ now: () => NOW });
          fixture.control.setIdempotency({ mode, replayErrors });
          await fixture.payment();
          await fixture.payment({ paymentMethod: { id: await fixture.method("41541433888") } });
          const made = new Map<string, Set<string>>();
          for (const action of steps) {
            const before = fixture.control.state();
            await take(fixture, action, made);
            check(before, fixture.control.state());
          }
          // A key lives a day, and the clock may have moved on: only runs within one day promise one payment per key.
          const isOneDay = !steps.some((action) => action.kind === "clock" && action.ms === 86_400_000);
          if (!isOneDay || mode === "executed" || mode === "forgotten") return;
          for (const [key, ids] of made) if (ids.size > 1) throw new Error(`${ids.size} payments under ${key}`);
        }),
        { numRuns: 60 },
      );
    },
  );
});
