import type { JournalStore } from "@plastiq-connect/core/pay-once";
import type { ClaimStore } from "@plastiq-connect/core/webhooks";

/** A claim store behind HTTP, in a runtime that tests cannot run in. */
export function remoteClaimStore(url: string, retention: number | undefined): ClaimStore {
  const call = remote(url, retention);
  return {
    claim: (...args) => call("claim", ...args),
    renew: (...args) => call("renew", ...args),
    done: (...args) => call("done", ...args),
    release: (...args) => call("release", ...args),
  };
}

/** A journal behind HTTP. */
export function remoteJournalStore(url: string): JournalStore {
  const call = remote(url);
  return {
    read: async (order) => (await call("read", order)) ?? undefined,
    write: (...args) => call("write", ...args),
  };
}

function remote(url: string, retention?: number): (method: string, ...args: unknown[]) => Promise<never> {
  return async (method, ...args) => {
    const response = await fetch(url, { method: "POST", body: JSON.stringify({ method, args, retention }) });
    if (!response.ok) throw new Error(`The remote store responded with ${response.status}: ${await response.text()}`);
    return (await response.json()) as never;
  };
}

/** The other end of a remote store: the body of a `fetch` handler, as source text. `storeOf` is in its scope. */
export const REMOTE_HANDLER = `
  const { method, args, retention } = await request.json();
  const result = await storeOf(retention)[method](...args);
  return Response.json(result ?? null);`;
