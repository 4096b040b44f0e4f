import { describe, expect, it } from "vitest";
import { createSandbox, LOCAL_API_KEY, LOCAL_PAYER_ID } from "../index.ts";
import { card, fixture } from "../testing/fixture.ts";

/** A linear congruential generator: poor, and the same every time. */
function seeded(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state * 1_664_525 + 1_013_904_223) % 2 ** 32;
    return state / 2 ** 32;
  };
}

/** Everything that a run shows: responses and log. */
async function run(seed: number): Promise<string> {
  const { call, control, mint, pay } = fixture({ random: seeded(seed) });
  const contact = { firstName: "Ada", lastName: "Moreau", email: "ada@example.com" };
  const identityDocuments = [{ type: "US_SSN", value: "123456789" }];
  const secrets = await Promise.all([mint(), mint(), mint()]);
  const paid = await Promise.all(secrets.map((secret) => pay(secret, { type: "CARD", data: card })));
  const payer = await call("/payers", { body: { contact, identityDocuments } });
  const bank = await pay(LOCAL_API_KEY, { type: "CARD", data: card, payer: { id: LOCAL_PAYER_ID } });
  return JSON.stringify([secrets, paid, payer, bank, control.seen(), control.state()]);
}

it("makes two runs the same with the same clock and the same source, also for concurrent requests", async () => {
  expect(await run(1)).toBe(await run(1));
  expect(await run(1)).not.toBe(await run(2));
});

it("makes ids that are UUIDs of version 4 from any source", async () => {
  for (const random of [() => 0, () => 0.999_999, seeded(3)]) {
    const { call } = fixture({ random });
    const { headers } = await call(`/payers/${LOCAL_PAYER_ID}`);
    expect(headers.get("trace-id")).toMatch(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  }
});

describe("a seed of the ids", () => {
  const traceOf = async ({ fetch }: ReturnType<typeof createSandbox>) =>
    (await fetch(new Request("http://sandbox/api/nothing"))).headers.get("trace-id");

  it("makes the same ids in every sandbox, and again after a reset", async () => {
    const [one, other] = [createSandbox({ random: 1 }), createSandbox({ random: 1 })];
    const first = await traceOf(one);
    expect(await traceOf(other)).toBe(first);
    expect(await traceOf(one)).not.toBe(first);
    one.control.reset();
    expect(await traceOf(one)).toBe(first);
    expect(await traceOf(createSandbox({ random: 2 }))).not.toBe(first);
  });

  it("can be set while the sandbox runs, until the next reset", async () => {
    const sandbox = createSandbox({ random: 1 });
    const first = await traceOf(sandbox);
    sandbox.control.setIdSeed(2);
    const second = await traceOf(sandbox);
    sandbox.control.setIdSeed(2);
    expect(await traceOf(sandbox)).toBe(second);
    sandbox.control.setIdSeed(null);
    expect([first, second]).not.toContain(await traceOf(sandbox));
    sandbox.control.reset();
    expect(await traceOf(sandbox)).toBe(first);
  });

  it("makes no record instead of one that was restored, or made from the same seed before", async () => {
    const { call, control } = fixture({ random: 1 });
    const contact = { firstName: "Ada", lastName: "Moreau", email: "ada@example.com" };
    const create = async (): Promise<string> => (await call("/payers", { body: { contact } })).body.id;
    const first = await create();
    const snapshot = control.snapshot();
    control.reset();
    control.restore(snapshot);
    const second = await create();
    control.setIdSeed(1);
    const third = await create();
    expect(new Set([first, second, third]).size).toBe(3);
    expect(control.state().payers).toHaveLength(4);
  });

  it("loses no receiver of webhooks after a reset", async () => {
    const { control } = createSandbox({ random: 1 });
    const got: string[] = [];
    for (const name of ["one", "other"]) {
      control.onWebhook(() => {
        got.push(name);
        return new Response();
      });
      control.reset();
    }
    control.deliver({ id: "e1", event: "payment.trace_information", data: { id: "p1", object: "PAYMENT" } });
    await expect.poll(() => got).toEqual(["one", "other"]);
  });

  it.each([-1, 1.5, 2 ** 32, Number.NaN])("is refused when it is %s", (seed) => {
    const { control } = createSandbox();
    expect(() => control.setIdSeed(seed)).toThrow("an integer from 0 to 4294967295");
    expect(() => createSandbox({ random: seed })).toThrow(RangeError);
  });
});
