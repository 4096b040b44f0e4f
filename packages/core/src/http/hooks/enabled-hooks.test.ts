import { describe, expect, it, onTestFinished, vi } from "vitest";
import { fixture, NOBODY, PAYER } from "../../testing/fixture.ts";
import { refuseUnhandledRejections } from "../../testing/unhandled.ts";
import { elapse, settleDown, useVirtualClock } from "../../testing/virtual-clock.ts";
import { type AttemptEvent, combineHooks, type Hooks } from "./hooks.ts";

useVirtualClock();
refuseUnhandledRejections();

const ALL = ["onCall", "onRequest", "onResponse", "onAttempt", "onEnd"] as const;

/** Hooks that note their names, and a switch for them. */
function switchable() {
  const told: string[] = [];
  const state = { on: false };
  const note = (name: string) => (): void => void told.push(name);
  const hooks: Hooks = {
    enabled: () => state.on,
    ...Object.fromEntries([...ALL, "onRetry" as const].map((name) => [name, note(name)])),
  };
  return { told, state, hooks };
}

describe("enabled", () => {
  it("decides for each call whether its hooks are called", async () => {
    const { told, state, hooks } = switchable();
    const { client, control } = fixture({ hooks });
    await elapse(client.clientSecrets.create({ payer: PAYER }, NOBODY));
    expect(told).toEqual([]);
    state.on = true;
    await elapse(client.clientSecrets.create({ payer: PAYER }, NOBODY));
    expect(told).toEqual(ALL);
    state.on = false;
    await elapse(client.clientSecrets.create({ payer: PAYER }, NOBODY));
    expect([told.length, control.seen().length]).toEqual([ALL.length, 3]);
  });

  it("is asked once for a call, so that hooks see a call whole or not at all", async () => {
    const { told, state, hooks } = switchable();
    const { client, control } = fixture({ hooks: { ...hooks, onCall: () => (state.on = false) } });
    control.addFault({ operation: "*", kind: "severed" });
    state.on = true;
    await elapse(client.clientSecrets.create({ payer: PAYER }, NOBODY));
    expect(told).toEqual(["onRequest", "onAttempt", "onRetry", "onRequest", "onResponse", "onAttempt", "onEnd"]);
  });

  it("does not silence the log", async () => {
    const { hooks } = switchable();
    const logged: AttemptEvent[] = [];
    const { client } = fixture({ hooks, log: (event) => logged.push(event) });
    await elapse(client.clientSecrets.create({ payer: PAYER }, NOBODY));
    expect(logged).toMatchObject([{ operation: "createClientSecret", attempt: 1, status: 200 }]);
  });

  it.each([
    [
      "throws",
      () => {
        throw new Error("oops");
      },
    ],
    ["rejects", () => Promise.reject(new Error("oops"))],
  ])("that %s is reported, and changes neither the call nor its hooks", async (_, enabled) => {
    const report = vi.spyOn(console, "error").mockImplementation(() => {});
    onTestFinished(() => report.mockRestore());
    const { told, hooks } = switchable();
    const { client } = fixture({ hooks: { ...hooks, enabled: enabled as never } });
    const { error } = await elapse(client.clientSecrets.create({ payer: PAYER }, NOBODY));
    await settleDown();
    expect([error, told]).toEqual([undefined, ALL]);
    expect(report).toHaveBeenCalledExactlyOnceWith("plastiq-connect: hook enabled failed:", expect.any(Error));
  });
});

/** Hooks whose methods need their object. */
class Counter implements Hooks {
  readonly told: string[] = [];

  enabled(): boolean {
    return this.told.length < ALL.length;
  }
  onCall(): void {
    this.told.push("onCall");
  }
  onRequest(): void {
    this.told.push("onRequest");
  }
  onResponse(): void {
    this.told.push("onResponse");
  }
  onAttempt(): void {
    this.told.push("onAttempt");
  }
  onEnd(): void {
    this.told.push("onEnd");
  }
}

it.each<[string, (counter: Counter) => Hooks]>([
  ["alone", (counter) => counter],
  ["combined", (counter) => combineHooks({}, counter)],
])("calls the methods of a class as methods, %s", async (_, make) => {
  const counter = new Counter();
  const { client } = fixture({ hooks: make(counter) });
  await elapse(client.clientSecrets.create({ payer: PAYER }, NOBODY));
  await elapse(client.clientSecrets.create({ payer: PAYER }, NOBODY));
  expect(counter.told).toEqual(ALL);
});

describe("combineHooks", () => {
  it("calls those that are enabled, whatever the others say", async () => {
    const [first, second] = [switchable(), switchable()];
    const always: AttemptEvent[] = [];
    const hooks = combineHooks(first.hooks, second.hooks, { onAttempt: (event) => always.push(event) });
    const { client } = fixture({ hooks });
    second.state.on = true;
    await elapse(client.clientSecrets.create({ payer: PAYER }, NOBODY));
    expect([first.told, second.told]).toEqual([[], ALL]);
    expect(always).toMatchObject([{ operation: "createClientSecret", attempt: 1, status: 200 }]);
    expect(hooks.enabled?.()).toBe(true);
  });

  it("is not enabled while none of them is", async () => {
    const { state, told, hooks } = switchable();
    const combined = combineHooks(combineHooks(hooks), {});
    expect(combineHooks(combineHooks(hooks)).enabled?.()).toBe(false);
    state.on = true;
    await elapse(fixture({ hooks: combined }).client.clientSecrets.create({ payer: PAYER }, NOBODY));
    expect(told).toEqual(ALL);
  });
});
