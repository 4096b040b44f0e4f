import { afterEach, describe, expect, it, vi } from "vitest";
import {
  ClientSecret,
  ConnectError,
  fetchClientSecret,
  type SecretState,
  tokenizeCard,
  withClientSecret,
} from "./index.ts";
import { CARD, DECLINED_CARD } from "./testing/card.ts";
import { errorOf } from "./testing/error-of.ts";

const secret = () => new ClientSecret("secret", { expiresAt: new Date(Date.now() + 60_000), traceId: "" });
const never = () => new Promise<never>(() => {});

afterEach(() => {
  vi.unstubAllGlobals();
});

/** A `use` whose calls end, oldest first, when the test says so. They give back their input. */
function gate() {
  const waiting: (() => void)[] = [];
  const use = vi.fn(
    (_secret: ClientSecret, input: unknown) => new Promise<unknown>((resolve) => waiting.push(() => resolve(input))),
  );
  const finish = async () => {
    await vi.waitFor(() => expect(waiting).not.toHaveLength(0), 20_000);
    waiting.shift()?.();
  };
  return { use, finish };
}

describe("two calls at once", () => {
  it("shares the result when the input is the same, also as another object", async () => {
    const { use, finish } = gate();
    const store = withClientSecret(async () => secret(), use);
    const both = [store({ ...CARD }), store({ ...CARD, billingAddress: { ...CARD.billingAddress } })];
    await finish();
    expect(await Promise.all(both)).toEqual([CARD, CARD]);
    expect(use).toHaveBeenCalledTimes(1);
  });

  it.each([
    ["another card", CARD, DECLINED_CARD],
    ["another address", CARD, { ...CARD, billingAddress: { ...CARD.billingAddress, line1: "2 Main St" } }],
    ["one field more", CARD, { ...CARD, extra: 1 }],
    ["a field that is undefined", { a: 1, b: undefined }, { a: 1, c: undefined }],
    ["a list instead of an object", { 0: "a" }, ["a"]],
    ["nothing", CARD, undefined],
    ["an object that is not plain", new Map([[1, 1]]), new Map([[1, 1]])],
  ])("refuses %s, sends nothing for it and says so", async (_, first, second) => {
    const { use, finish } = gate();
    const store = withClientSecret(async () => secret(), use);
    const running = store(first);
    expect(await errorOf(store(second))).toMatchObject({ code: "conflict", outcome: "not-sent", attempts: 0 });
    await finish();
    expect(await running).toEqual(first);
    expect(use).toHaveBeenCalledTimes(1);
    const next = store(second);
    await finish();
    await next;
    expect(use).toHaveBeenCalledTimes(2);
  });

  it("notices that the caller's own object has changed, and uses it as it was", async () => {
    const { use, finish } = gate();
    const store = withClientSecret(async () => secret(), use);
    const form = { number: "1", list: [{ a: 1 }] };
    const running = store(form);
    form.number = "2";
    expect(await errorOf(store(form))).toMatchObject({ code: "conflict" });
    await finish();
    expect(await running).toEqual({ number: "1", list: [{ a: 1 }] });
  });
});

describe("an abort", () => {
  it("rejects at once, frees the function and passes the signal on", async () => {
    const signals: AbortSignal[] = [];
    const states: SecretState[] = [];
    const store = withClientSecret(
      async () => secret(),
      (_secret, input: string, { signal }) => {
        signals.push(signal);
        return input === "a" ? never() : Promise.resolve(input);
      },
      { onState: (state) => states.push(state) },
    );
    const controller = new AbortController();
    const first = errorOf(store("a", { signal: controller.signal }));
    await vi.waitFor(() => expect(signals).toHaveLength(1), 20_000);
    controller.abort();
    const second = store("b");
    expect(await first).toMatchObject({ code: "aborted", outcome: "unknown" });
    expect(signals[0]?.aborted).toBe(true);
    expect(await second).toBe("b");
    expect(states).toEqual(["minting", "tokenizing", "failed", "minting", "tokenizing", "done"]);
  });

  it("reports during the mint that nothing was sent, and does not use the secret when it arrives", async () => {
    let arrive = (_: ClientSecret): void => {};
    const use = vi.fn(async () => {});
    const store = withClientSecret(
      () =>
        new Promise<ClientSecret>((resolve) => {
          arrive = resolve;
        }),
      use,
    );
    const controller = new AbortController();
    const call = errorOf(store(undefined, { signal: controller.signal }));
    await Promise.resolve();
    controller.abort();
    expect(await call).toMatchObject({ code: "aborted", outcome: "not-sent" });
    arrive(secret());
    await new Promise((resolve) => setTimeout(resolve));
    expect(use).not.toHaveBeenCalled();
  });

  it("starts no step when it comes before the step, as when a component is mounted twice", async () => {
    const get = vi.fn(async () => secret());
    const use = vi.fn(async () => {});
    const early = new AbortController();
    const call = errorOf(withClientSecret(get, use)(undefined, { signal: early.signal }));
    early.abort();
    expect(await call).toMatchObject({ code: "aborted", outcome: "not-sent" });
    expect(get).not.toHaveBeenCalled();
    const late = new AbortController();
    const onState = (state: SecretState) => void (state === "tokenizing" && late.abort());
    const store = withClientSecret(get, use, { onState });
    expect(await errorOf(store(undefined, { signal: late.signal }))).toMatchObject({
      code: "aborted",
      outcome: "not-sent",
    });
    expect(use).not.toHaveBeenCalled();
  });

  it("keeps the result of the other caller", async () => {
    const { use, finish } = gate();
    const store = withClientSecret(async () => secret(), use);
    const controller = new AbortController();
    const gaveUp = errorOf(store("a", { signal: controller.signal }));
    const stays = store("a");
    await vi.waitFor(() => expect(use).toHaveBeenCalled(), 20_000);
    controller.abort();
    expect(await gaveUp).toMatchObject({ code: "aborted", outcome: "unknown" });
    await finish();
    expect(await stays).toBe("a");
  });

  it("starts nothing when it comes before the call", async () => {
    const get = vi.fn(async () => secret());
    const store = withClientSecret(get, async () => {});
    expect(await errorOf(store(undefined, { signal: AbortSignal.abort() }))).toMatchObject({
      code: "aborted",
      outcome: "not-sent",
    });
    expect(get).not.toHaveBeenCalled();
  });

  it("keeps no listener on the caller's signal", async () => {
    const { signal } = new AbortController();
    const added = vi.spyOn(signal, "addEventListener");
    const removed = vi.spyOn(signal, "removeEventListener");
    await withClientSecret(
      async () => secret(),
      async () => {},
    )(undefined, { signal });
    await Promise.resolve();
    expect(removed.mock.calls.map(([name, listener]) => [name, listener])).toEqual(
      added.mock.calls.map(([name, listener]) => [name, listener]),
    );
  });

  it("ends the request of the library's own functions", async () => {
    const fetched: (AbortSignal | null | undefined)[] = [];
    const fetch = (_url: string, init: { readonly signal?: AbortSignal | null }) => {
      fetched.push(init.signal);
      return never();
    };
    const controller = new AbortController();
    const mint = withClientSecret(
      ({ signal }) => fetchClientSecret({ endpoint: "https://shop.test/", fetch, signal }),
      async () => {},
    );
    const minting = errorOf(mint(undefined, { signal: controller.signal }));
    const other = new AbortController();
    const spend = withClientSecret(
      async () => secret(),
      (clientSecret, card: typeof CARD, { signal }) => tokenizeCard({ clientSecret, card, fetch, signal }),
    );
    const spending = errorOf(spend(CARD, { signal: other.signal }));
    await vi.waitFor(() => expect(fetched).toHaveLength(2), 20_000);
    controller.abort();
    other.abort();
    expect(await minting).toMatchObject({ code: "aborted", outcome: "not-sent" });
    expect(await spending).toMatchObject({ code: "aborted", outcome: "unknown" });
    expect(fetched.map((signal) => signal?.aborted)).toEqual([true, true]);
  });
});

describe("the states", () => {
  it("end with done", async () => {
    const states: SecretState[] = [];
    await withClientSecret(
      async () => secret(),
      async () => {},
      { onState: (state) => states.push(state) },
    )();
    expect(states).toEqual(["minting", "tokenizing", "done"]);
  });

  it("end with failed, after a failed mint and after a failed use", async () => {
    const states: SecretState[] = [];
    const onState = (state: SecretState) => states.push(state);
    const fail = () => Promise.reject(new Error("no"));
    await expect(withClientSecret(fail, async () => {}, { onState })()).rejects.toThrow("no");
    await expect(withClientSecret(async () => secret(), fail, { onState })()).rejects.toThrow("no");
    expect(states).toEqual(["minting", "failed", "minting", "tokenizing", "failed"]);
  });

  it("free the function before they report the end", async () => {
    const again: Promise<unknown>[] = [];
    const use = vi.fn(async (_secret: ClientSecret, input: string) => input);
    const store: (input: string) => Promise<unknown> = withClientSecret(async () => secret(), use, {
      onState: (state) => void (state === "done" && again.length === 0 && again.push(store("next"))),
    });
    expect(await store("first")).toBe("first");
    expect(await again[0]).toBe("next");
  });
});

describe("a step that is not an async function", () => {
  // biome-ignore lint/suspicious/noThenProperty: a thenable is what this is about
  const thenable = <Value>(value: Value) => ({ then: (resolve: (value: Value) => void) => resolve(value) });

  it("may return any thenable, or a plain value", async () => {
    const states: SecretState[] = [];
    const onState = (state: SecretState) => states.push(state);
    const store = withClientSecret((() => thenable(secret())) as never, (() => thenable("stored")) as never, {
      onState,
    });
    expect(await store()).toBe("stored");
    expect(states).toEqual(["minting", "tokenizing", "done"]);
    expect(await withClientSecret(secret as never, (() => "stored") as never)()).toBe("stored");
  });

  it("may throw at once, and the outcome still refers to the use", async () => {
    const states: SecretState[] = [];
    const onState = (state: SecretState) => states.push(state);
    const fail = (): never => {
      throw new ConnectError({ code: "network_failed", outcome: "unknown", message: "The connection failed." });
    };
    const minting = withClientSecret(fail, async () => {}, { onState });
    expect(await errorOf(minting())).toMatchObject({ code: "network_failed", outcome: "not-sent" });
    const using = withClientSecret(async () => secret(), fail, { onState });
    expect(await errorOf(using())).toMatchObject({ code: "network_failed", outcome: "unknown" });
    expect(states).toEqual(["minting", "failed", "minting", "tokenizing", "failed"]);
  });

  it("may never settle: an abort frees the function in each step", async () => {
    for (const [get, use, outcome] of [
      [never, never, "not-sent"],
      [async () => secret(), never, "unknown"],
    ] as const) {
      const store = withClientSecret(get, use);
      for (const _ of [1, 2]) {
        const controller = new AbortController();
        const call = errorOf(store(undefined, { signal: controller.signal }));
        await new Promise((resolve) => setTimeout(resolve));
        controller.abort();
        expect(await call).toMatchObject({ code: "aborted", outcome });
      }
    }
  });

  it("may call the function again with other input, which is refused, from any state", async () => {
    const inner: Promise<unknown>[] = [];
    const store: (input: string) => Promise<unknown> = withClientSecret(
      async () => secret(),
      async (_secret, input: string) => {
        if (input === "outer") inner.push(errorOf(store("inner")));
        return input;
      },
    );
    expect(await store("outer")).toBe("outer");
    expect(await Promise.all(inner)).toMatchObject([{ code: "conflict", outcome: "not-sent" }]);
  });
});
