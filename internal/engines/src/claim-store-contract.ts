import type { ClaimStore } from "@plastiq-connect/core/webhooks";
import { expect, it } from "vitest";

/** Options of the contract. */
interface ContractOptions {
  /** Creates a store that remembers done events for this long, in milliseconds. All stores share one memory. */
  create(retention?: number): ClaimStore;
}

const LEASE = 10_000;

/** Declares the tests that every claim store passes. */
export function claimStoreContract({ create }: ContractOptions): void {
  const id = (): string => crypto.randomUUID();
  const wait = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

  it("gives an event to one of many instances that claim it at once", async () => {
    const event = id();
    const states = await Promise.all(Array.from({ length: 40 }, () => create().claim(event, id(), LEASE)));
    expect(states.filter((state) => state === "new")).toHaveLength(1);
    expect(states.filter((state) => state === "busy")).toHaveLength(39);
  });

  it("keeps events apart", async () => {
    const [store, token] = [create(), id()];
    expect(await store.claim(id(), token, LEASE)).toBe("new");
    expect(await store.claim(id(), token, LEASE)).toBe("new");
  });

  it("remembers in every instance that an event is done", async () => {
    const [event, token] = [id(), id()];
    const store = create();
    await store.claim(event, token, LEASE);
    await store.done(event, token);
    expect(await create().claim(event, id(), LEASE)).toBe("done");
    await store.release(event, token);
    // A renewal may arrive late.
    expect(await store.renew(event, token, LEASE)).toBe(false);
    expect(await create().claim(event, id(), LEASE)).toBe("done");
  });

  it("gives a released event to the next claim", async () => {
    const [event, token] = [id(), id()];
    const store = create();
    await store.claim(event, token, LEASE);
    await store.release(event, token);
    expect(await create().claim(event, id(), LEASE)).toBe("new");
  });

  it("ends a claim with its lease, and lets a slow instance not undo the next one's", async () => {
    const [event, slow, next] = [id(), id(), id()];
    const store = create();
    await store.claim(event, slow, 50);
    await wait(200);
    expect(await store.claim(event, next, LEASE)).toBe("new");
    expect(await store.renew(event, slow, LEASE)).toBe(false);
    await store.release(event, slow);
    await store.done(event, slow);
    expect(await store.claim(event, id(), LEASE)).toBe("busy");
    await store.done(event, next);
    expect(await store.claim(event, id(), LEASE)).toBe("done");
  });

  it("extends a renewed claim", async () => {
    const [event, token] = [id(), id()];
    const store = create();
    await store.claim(event, token, 1_000);
    expect(await store.renew(event, token, LEASE)).toBe(true);
    await wait(1_200);
    expect(await store.claim(event, id(), LEASE)).toBe("busy");
  });

  it("neither renews nor marks as done a claim that was never made or has ended", async () => {
    const [event, token] = [id(), id()];
    const store = create();
    expect(await store.renew(event, token, LEASE)).toBe(false);
    await store.done(event, token);
    expect(await store.claim(event, token, 50)).toBe("new");
    await wait(200);
    expect(await store.renew(event, token, LEASE)).toBe(false);
    await store.done(event, token);
    await store.release(event, token);
    expect(await store.claim(event, id(), LEASE)).toBe("new");
  });

  it("forgets a done event after its retention", async () => {
    const [event, token] = [id(), id()];
    const store = create(50);
    await store.claim(event, token, LEASE);
    await store.done(event, token);
    await wait(200);
    expect(await store.claim(event, id(), LEASE)).toBe("new");
  });
}
