import { expect, it, vi } from "vitest";
import type { SandboxChange } from "../index.ts";
import { card, fixture } from "../testing/fixture.ts";

function listening() {
  const started = fixture();
  const changes: SandboxChange[] = [];
  const stop = started.control.subscribe((change) => changes.push(change));
  return { ...started, stop, kinds: () => changes.splice(0).map((change) => change.kind), changes };
}

it("announces a request when it arrives, when it was read and when its response was sent, before its effect", async () => {
  const { mint, changes } = listening();
  await mint();
  const seen = { kind: "seen", id: 1 };
  expect(changes).toEqual([seen, seen, seen, { kind: "state" }]);
});

it("sends a listener only the current state", async () => {
  const { control, mint } = fixture();
  const statuses: unknown[] = [];
  const secrets: number[] = [];
  control.subscribe(({ kind }) => {
    if (kind === "seen") statuses.push(control.seen()[0]?.status);
    if (kind === "state") secrets.push(control.state().clientSecrets.length);
  });
  await mint();
  expect([statuses, secrets]).toEqual([[null, null, 200], [1]]);
});

it("announces a secret that is spent as a change of the state, and no request that only reads", async () => {
  const { call, mint, pay, kinds, control } = listening();
  const secret = await mint();
  kinds();
  await pay(secret, { type: "CARD", data: { ...card, expirationYear: "2099" } });
  expect(control.state().clientSecrets[0]?.state).toBe("spent");
  expect(kinds()).toEqual(["seen", "seen", "seen", "state"]);
  await call("/payers/nobody");
  expect(kinds()).toEqual(["seen", "seen", "seen"]);
});

it("announces everything that a control can do", async () => {
  const { control, kinds, call } = listening();
  control.advance(1);
  control.setErrorShape("guide");
  control.setAllowedIps(["192.0.2.1"]);
  control.setAllowedIps(null);
  control.rotateKey("local", "next", "next-key");
  control.revokeKey("local");
  control.addKey("third", "third-key");
  expect(kinds()).toEqual(Array(7).fill("state"));
  control.addFault({ operation: "*", kind: "status" });
  await call("/nothing");
  expect(kinds().filter((kind) => kind === "faults")).toHaveLength(2);
  control.clearFaults();
  control.clearSeen();
  control.reset();
  expect(kinds()).toEqual(["faults", "seen-cleared", "state", "faults", "seen-cleared", "deliveries"]);
});

it("announces nothing that is refused, and nothing after the end of a subscription", () => {
  const { control, kinds, stop } = listening();
  expect(() => control.advance(-1)).toThrow("non-negative");
  expect(() => control.setErrorShape("round" as "guide")).toThrow("errorShape must be");
  expect(kinds()).toEqual([]);
  stop();
  stop();
  control.advance(1);
  expect(kinds()).toEqual([]);
});

it("reports a listener that throws, which disturbs neither the call nor the other listeners", async () => {
  const { control, mint, kinds } = listening();
  const unhandled = vi.fn();
  const others = process.listeners("unhandledRejection");
  process.removeAllListeners("unhandledRejection").on("unhandledRejection", unhandled);
  try {
    control.subscribe(() => {
      throw new Error("a listener's own");
    });
    const heard: string[] = [];
    control.subscribe(({ kind }) => heard.push(kind));
    expect(await mint()).toMatch(/^LOCALCLIENTSECRET/);
    await new Promise((resolve) => setTimeout(resolve, 5));
    expect(heard).toEqual(kinds());
    expect(unhandled).toHaveBeenCalledTimes(heard.length);
    expect(unhandled.mock.calls[0]?.[0]).toEqual(new Error("a listener's own"));
  } finally {
    process.removeAllListeners("unhandledRejection");
    for (const other of others) process.on("unhandledRejection", other);
  }
});
