import { type Fetch, isConnectError } from "@plastiq-connect/core";
import { configurationInvalid } from "@plastiq-connect/core/adapter";
import type { LazyAgent } from "./agent.ts";
import { dispatcherFetch } from "./undici-fetch.ts";

/**
 * Returns a fetch that uses the agent's connections, or the global `fetch` if undici cannot be loaded: an ES module
 * that esbuild bundles for Node cannot `require` Node's own modules, as undici does.
 *
 * @param proxied True if the requests must use a proxy, which the global `fetch` would bypass.
 */
export function agentFetch(agent: Pick<LazyAgent, "open">, proxied: boolean): Fetch {
  const overAgent = dispatcherFetch(agent.open);
  let opened = false;
  return async (url, init) => {
    if (opened) return overAgent(url, init);
    try {
      await agent.open();
      opened = true;
    } catch (cause) {
      if (isConnectError(cause)) throw cause;
      if (proxied) {
        throw configurationInvalid(
          "undici cannot be loaded, and only undici supports HTTPS_PROXY. In a bundle, mark undici as external. Or unset the variable.",
          cause,
        );
      }
      warnOnce(cause);
      return globalThis.fetch(url, init);
    }
    return overAgent(url, init);
  };
}

let warned = false;

function warnOnce(cause: unknown): void {
  if (warned) return;
  warned = true;
  process.emitWarning(
    "undici cannot be loaded, so requests use the global fetch. In a bundle, mark undici as external.",
    { code: "PLASTIQ_CONNECT_UNDICI", detail: String(cause) },
  );
}
