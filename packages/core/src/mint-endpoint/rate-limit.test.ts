import { runInNewContext } from "node:vm";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ask, expectProblem } from "../testing/ask-endpoint.ts";
import { CANARY } from "../testing/expect-invalid.ts";
import { failureOf, PAYER } from "../testing/fixture.ts";
import { refuseUnhandledRejections } from "../testing/unhandled.ts";

refuseUnhandledRejections();
afterEach(() => vi.restoreAllMocks());

describe("a limiter without a verdict refuses everybody:", () => {
  it.each([undefined, null, {}, { allowed: undefined }, { allowed: "no" }, { allowed: 1 }, true])(
    "%o",
    async (verdict) => {
      const asked = await ask({ rateLimit: async () => verdict as never });
      expectProblem(asked, 503, "limiter-unavailable");
      expect(asked.errors).toMatchObject([{ error: { code: "configuration_invalid" } }]);
      expect(asked.upstream.control.seen()).toEqual([]);
    },
  );
});

describe("a limiter of rate-limiter-flexible", () => {
  it("consumes one point of the payer", async () => {
    const consume = vi.fn(async () => ({ remainingPoints: 1 }));
    expect((await ask({ rateLimit: { consume } })).response.status).toBe(200);
    expect(consume.mock.calls).toEqual([[PAYER.id]]);
  });

  it.each([
    [1_500, "2"],
    [0, "1"],
    [-1, null],
    [Number.NaN, null],
    [Number.POSITIVE_INFINITY, null],
    [86_400_001, "86400"],
    [1e20, "86400"],
  ])("may refuse for %s ms", async (msBeforeNext, seconds) => {
    const asked = await ask({ rateLimit: { consume: () => Promise.reject({ msBeforeNext }) } });
    expectProblem(asked, 429, "rate-limited");
    expect(asked.response.headers.get("retry-after")).toBe(seconds);
    expect(asked.upstream.control.seen()).toEqual([]);
  });

  it("may refuse by resolving with false, as a token bucket does", async () => {
    const asked = await ask({ rateLimit: { consume: async () => false } });
    expectProblem(asked, 429, "rate-limited");
    expect(asked.response.headers.get("retry-after")).toBeNull();
    expect(asked.upstream.control.seen()).toEqual([]);
  });

  it.each([
    ["no method", {}],
    ["a queue's method", { removeTokens: async () => {} }],
    ["a limiter's class", { consume: "consume" }],
    ["a text", "limiter"],
    // A forgotten variable must not turn the limit off.
    ["null", null],
    ["false", false],
    ["0", 0],
    ["an empty text", ""],
  ])("is refused at setup without `consume`: %s", async (_, rateLimit) => {
    expect(await failureOf(ask({ rateLimit: rateLimit as never }))).toMatchObject({
      code: "configuration_invalid",
      message: expect.stringContaining("rateLimit must"),
    });
  });

  it("refuses for the longest wait when it is a union", async () => {
    const refusal = { second: { msBeforeNext: 900 }, day: { msBeforeNext: 5_001 } };
    const asked = await ask({ rateLimit: { consume: () => Promise.reject(refusal) } });
    expectProblem(asked, 429, "rate-limited");
    expect(asked.response.headers.get("retry-after")).toBe("6");
  });

  it.each([
    ["of another realm", () => runInNewContext("({ msBeforeNext: 900 })")],
    ["of another realm, of a union", () => runInNewContext("({ a: { msBeforeNext: 900 } })")],
    ["without a prototype", () => Object.assign(Object.create(null), { msBeforeNext: 900 })],
  ])("may refuse with an object %s", async (_, refusal) => {
    const asked = await ask({ rateLimit: { consume: () => Promise.reject(refusal()) } });
    expectProblem(asked, 429, "rate-limited");
    expect(asked.response.headers.get("retry-after")).toBe("1");
  });

  it("refuses everybody when one limiter of a union failed", async () => {
    const refusal = { second: { msBeforeNext: 900 }, day: new Error(CANARY) };
    const asked = await ask({ rateLimit: { consume: () => Promise.reject(refusal) } });
    expectProblem(asked, 503, "limiter-unavailable");
  });

  it.each([new Error(CANARY), CANARY, undefined, null, {}])("refuses everybody when it fails: %o", async (reason) => {
    const asked = await ask({ rateLimit: { consume: () => Promise.reject(reason) } });
    expectProblem(asked, 503, "limiter-unavailable");
    expect(asked.errors).toEqual([{ error: reason, traceId: asked.body.traceId }]);
  });
});
