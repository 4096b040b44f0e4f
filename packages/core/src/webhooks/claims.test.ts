import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { deferred, EVENT, endpointOf } from "../testing/webhook-fixture.ts";
import type { ClaimStore } from "./claim-store.ts";
import { createMemoryClaimStore, createPostgresClaimStore, createRedisClaimStore } from "./index.ts";

const fail = (): never => {
  throw new Error("store gone");
};

beforeEach(() => {
  vi.useFakeTimers({ toFake: ["setTimeout", "setInterval", "clearTimeout", "clearInterval", "Date", "performance"] });
});
afterEach(() => {
  vi.restoreAllMocks();
  vi.useRealTimers();
});

describe("the claim of a handler that takes long", () => {
  it("is renewed beyond its lease", async () => {
    const store = createMemoryClaimStore();
    const claim = vi.spyOn(store, "claim");
    const work = deferred();
    const { deliver } = endpointOf({ store, onEvent: () => work.promise });
    const first = deliver();
    await vi.waitFor(() => expect(claim).toHaveBeenCalled(), 20_000);
    await vi.advanceTimersByTimeAsync(5 * 60_000);
    expect((await first).status).toBe(503);
    const second = deliver();
    await vi.waitFor(() => expect(claim).toHaveBeenCalledTimes(2), 20_000);
    expect((await second).status).toBe(503);
    work.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(await store.claim(EVENT.id, "another", 1)).toBe("done");
    // Nothing is renewed any more.
    expect(vi.getTimerCount()).toBe(0);
  });

  it("goes to another delivery after 15 minutes, in a process that is older", async () => {
    vi.advanceTimersByTime(3_600_000);
    const store = createMemoryClaimStore();
    const claim = vi.spyOn(store, "claim");
    const { deliver } = endpointOf({ store, onEvent: () => new Promise(() => {}) });
    const delivered = deliver();
    await vi.waitFor(() => expect(claim).toHaveBeenCalled(), 20_000);
    await vi.advanceTimersByTimeAsync(15 * 60_000);
    expect((await delivered).status).toBe(503);
    expect(await store.claim(EVENT.id, "another", 1)).toBe("busy");
    await vi.advanceTimersByTimeAsync(60_000);
    expect(await store.claim(EVENT.id, "another", 1)).toBe("new");
  });

  it("keeps no process alive", async () => {
    const timers = vi.spyOn(globalThis, "setInterval");
    const { deliver } = endpointOf({ onEvent: () => new Promise(() => {}) });
    const delivered = deliver();
    await vi.waitFor(() => expect(timers).toHaveBeenCalled(), 20_000);
    expect(timers.mock.results.map(({ value }) => value.hasRef())).toEqual([false]);
    await vi.advanceTimersByTimeAsync(5_000);
    expect((await delivered).status).toBe(503);
  });

  it("is held when a renewal throws, which is reported", async () => {
    const store = createMemoryClaimStore();
    const claim = vi.spyOn(store, "claim");
    vi.spyOn(store, "renew").mockImplementation(fail);
    const work = deferred();
    const { deliver, errors } = endpointOf({ store, onEvent: () => work.promise });
    const delivered = deliver();
    await vi.waitFor(() => expect(claim).toHaveBeenCalled(), 20_000);
    await vi.advanceTimersByTimeAsync(20_000);
    expect((await delivered).status).toBe(503);
    expect(errors).toEqual([new Error("store gone"), new Error("store gone")]);
    work.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect((await deliver()).status).toBe(200);
  });
});

describe("a claim that is lost while its handler runs", () => {
  it("is reported once, and is not renewed any more", async () => {
    const store = createMemoryClaimStore();
    const claim = vi.spyOn(store, "claim");
    const renew = vi.spyOn(store, "renew").mockResolvedValue(false);
    const { deliver, errors } = endpointOf({ store, onEvent: () => new Promise(() => {}) });
    const delivered = deliver();
    await vi.waitFor(() => expect(claim).toHaveBeenCalled(), 20_000);
    await vi.advanceTimersByTimeAsync(60_000);
    expect((await delivered).status).toBe(503);
    expect(errors).toEqual([new Error("The claim has expired: another instance may handle the same event.")]);
    expect(renew).toHaveBeenCalledTimes(1);
  });

  it("is not reported when the handler ended during the renewal", async () => {
    const store = createMemoryClaimStore();
    const claim = vi.spyOn(store, "claim");
    const [work, reply] = [deferred(), deferred()];
    vi.spyOn(store, "renew").mockImplementation(async () => {
      await reply.promise;
      return false;
    });
    const { deliver, errors } = endpointOf({ store, onEvent: () => work.promise });
    const delivered = deliver();
    await vi.waitFor(() => expect(claim).toHaveBeenCalled(), 20_000);
    await vi.advanceTimersByTimeAsync(10_000);
    work.resolve();
    await vi.advanceTimersByTimeAsync(0);
    reply.resolve();
    await delivered;
    await vi.advanceTimersByTimeAsync(0);
    expect(errors).toEqual([]);
    expect(await store.claim(EVENT.id, "another", 1)).toBe("done");
  });
});

describe("a store that fails", () => {
  it.each(["claim", "done"] as const)("gets the event delivered again when %s rejects", async (method) => {
    const store = { ...createMemoryClaimStore(), [method]: async () => fail() };
    const { deliver, errors } = endpointOf({ store });
    expect((await deliver()).status).toBe(503);
    expect(errors).toEqual([new Error("store gone")]);
  });

  it("gets the event delivered again when claim hangs", async () => {
    const claim = vi.fn(() => new Promise<never>(() => {}));
    const { deliver, errors } = endpointOf({ store: { ...createMemoryClaimStore(), claim } });
    const delivered = deliver();
    await vi.waitFor(() => expect(claim).toHaveBeenCalled(), 20_000);
    await vi.advanceTimersByTimeAsync(5_000);
    expect((await delivered).status).toBe(503);
    expect(errors).toMatchObject([{ code: "timed_out" }]);
  });

  it("is reported beside a handler that failed, when it cannot release the event", async () => {
    const store = { ...createMemoryClaimStore(), release: async () => fail() };
    const onEvent = vi.fn().mockRejectedValue(new Error("database gone"));
    const { deliver, errors, kept } = endpointOf({ store, onEvent });
    expect((await deliver()).status).toBe(503);
    expect(errors).toEqual([new Error("database gone"), new Error("store gone")]);
    // A rejection would be reported once more by the runtime.
    await Promise.all(kept);
  });

  it.each([undefined, null, "NEW", true])("handles nothing when its claim resolves with %j", async (state) => {
    const store = { ...createMemoryClaimStore(), claim: async () => state as never };
    const { deliver, errors, handled } = endpointOf({ store });
    expect((await deliver()).status).toBe(503);
    expect(errors).toMatchObject([{ message: 'The claim store must return "new", "busy" or "done".' }]);
    expect(handled).toEqual([]);
  });
});

describe("a claim that comes after the time limit", () => {
  /** Delivers an event to a store that is late. */
  async function deliverLate(store: ClaimStore) {
    const slow = deferred();
    const { claim } = store;
    const late = vi.spyOn(store, "claim").mockImplementationOnce(async (...args) => {
      await slow.promise;
      return claim(...args);
    });
    const endpoint = endpointOf({ store });
    const delivered = endpoint.deliver();
    await vi.waitFor(() => expect(late).toHaveBeenCalled(), 20_000);
    await vi.advanceTimersByTimeAsync(5_000);
    expect((await delivered).status).toBe(503);
    slow.resolve();
    // In Node, nothing handles a rejection of these: it would end the process.
    await Promise.all(endpoint.kept);
    return endpoint;
  }

  it("is released", async () => {
    const { deliver, handled } = await deliverLate(createMemoryClaimStore());
    expect((await deliver()).status).toBe(200);
    expect(handled).toHaveLength(1);
  });

  it("is left to the delivery that has it", async () => {
    const store = createMemoryClaimStore();
    await store.claim(EVENT.id, "another", 60_000);
    const { errors } = await deliverLate(store);
    expect(errors).toMatchObject([{ code: "timed_out" }]);
    expect(await store.claim(EVENT.id, "a third", 1)).toBe("busy");
  });

  it("is reported when it cannot be released", async () => {
    const { errors } = await deliverLate({ ...createMemoryClaimStore(), release: async () => fail() });
    expect(errors).toMatchObject([{ code: "timed_out" }, { message: "store gone" }]);
  });
});

describe("createMemoryClaimStore", () => {
  it("holds no more events than it must remember", async () => {
    const startedAt = Date.now();
    // Only the map shows how much is held: what a user sees is the memory of a process after days.
    const sets = vi.spyOn(Map.prototype, "set");
    const store = createMemoryClaimStore({ retention: 1_000 });
    for (let event = 0; event < 3_000; event++) {
      vi.setSystemTime(startedAt + event * 10);
      await store.claim(`event-${event}`, "token", 30_000);
      await store.done(`event-${event}`, "token");
    }
    const held = (sets.mock.contexts as Map<unknown, unknown>[]).find((map) => map.has("event-2999"));
    // It has just removed the rest.
    expect(held?.size).toBeLessThan(200);
    const states = [2_900, 2_901, 2_999].map((event) => store.claim(`event-${event}`, "another", 1));
    expect(await Promise.all(states)).toEqual(["done", "done", "done"]);
    vi.setSystemTime(startedAt + 2_900 * 10 + 1_000);
    expect(await store.claim("event-2900", "another", 1)).toBe("new");
  });
});

describe("a store in a database", () => {
  it.each([null, undefined, "OK"])(
    "takes an event for busy when the reply is %j, and handles nothing",
    async (reply) => {
      const rows = reply === undefined ? [] : [{ state: reply }];
      for (const store of [createRedisClaimStore(async () => reply), createPostgresClaimStore(async () => rows)]) {
        const { deliver, handled, errors } = endpointOf({ store });
        expect((await deliver()).status).toBe(503);
        expect({ handled, errors }).toEqual({ handled: [], errors: [] });
      }
    },
  );
});

it.each([Number.NaN, 0, -1, 0.5, Number.POSITIVE_INFINITY, 1e15, "604800000", null])(
  "refuses a store that would remember events for %j ms",
  (retention) => {
    const stores = [
      () => createMemoryClaimStore({ retention: retention as never }),
      () => createRedisClaimStore(async () => "new", { retention: retention as never }),
      () => createPostgresClaimStore(async () => [], { retention: retention as never }),
    ];
    for (const store of stores) expect(store).toThrow("retention must be");
  },
);
