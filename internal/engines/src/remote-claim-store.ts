import type { ClaimStore } from "@plastiq-connect/core/webhooks";

/** A claim store behind HTTP, in a runtime that tests cannot run in. */
export function remoteClaimStore(url: string, retention: number | undefined): ClaimStore {
  const call = async (method: string, ...args: unknown[]): Promise<never> => {
    const response = await fetch(url, { method: "POST", body: JSON.stringify({ method, args, retention }) });
    if (!response.ok) throw new Error(`The remote store responded ${response.status}: ${await response.text()}`);
    return (await response.json()) as never;
  };
  return {
    claim: (...args) => call("claim", ...args),
    renew: (...args) => call("renew", ...args),
    done: (...args) => call("done", ...args),
    release: (...args) => call("release", ...args),
  };
}

/** The other end of {@link remoteClaimStore}: the body of a `fetch` handler, as source text. `storeOf` is in its scope. */
export const REMOTE_HANDLER = `
  const { method, args, retention } = await request.json();
  const result = await storeOf(retention)[method](...args);
  return Response.json(result ?? null);`;
