import type { ClaimState, ClaimStore } from "./claim-store.ts";

/** A claim on one event, which is renewed while its handler runs. */
export interface Claim {
  /** Marks the event as done. */
  done(): Promise<void>;
  /** Releases the event for the next delivery. */
  release(): Promise<void>;
}

/** How long a claim lasts after its instance died, in milliseconds. */
const LEASE = 30_000;
/** The maximum time for which a handler keeps its claim, in milliseconds. */
const LONGEST = 900_000;

/**
 * Claims an event, and renews the claim until it is done or released.
 *
 * @param report Called when a renewal fails, and when the claim is lost: another instance may then handle the event while
 * the handler still runs.
 */
export async function claimEvent(
  store: ClaimStore,
  id: string,
  report: (error: unknown) => void,
): Promise<Claim | Exclude<ClaimState, "new">> {
  const token = crypto.randomUUID();
  const state = await store.claim(id, token, LEASE);
  if (state === "busy" || state === "done") return state;
  if (state !== "new") throw new TypeError('The claim store must return "new", "busy" or "done".');

  const claimedAt = performance.now();
  let ended = false;
  const renew = async (): Promise<void> => {
    const isHeld = await store.renew(id, token, LEASE);
    // A claim that this instance has ended is no longer held either.
    if (isHeld !== false || ended) return;
    clearInterval(timer);
    throw new Error("The claim has expired: another instance may handle the same event.");
  };
  const timer = setInterval(() => {
    if (performance.now() - claimedAt > LONGEST) return clearInterval(timer);
    // An error of the store here would end the process.
    renew().catch(report);
  }, LEASE / 3);
  // The timer must not keep a Node process alive.
  (timer as { unref?(): void }).unref?.();
  const end = async (step: "done" | "release"): Promise<void> => {
    ended = true;
    clearInterval(timer);
    await store[step](id, token);
  };
  return { done: () => end("done"), release: () => end("release") };
}
