import { configurationInvalid } from "@plastiq-connect/core";
import type { Dispatcher } from "./dispatcher.ts";

/** A dispatcher that is loaded and made on its first use. */
export interface LazyAgent {
  open(): Promise<Dispatcher>;
  /** Ends its connections once the requests under way are done. Without effect when it was never used. */
  close(): Promise<void>;
}

// Patience is counted above, per attempt and per call; only the making of a connection has a limit of its own, so
// that an attempt that never got one is known to be not sent.
const OPTIONS = { connect: { timeout: 5_000 }, headersTimeout: 0, bodyTimeout: 0 };

/**
 * undici's agent for one base URL: connections are kept alive, and `HTTPS_PROXY` (`HTTP_PROXY`) and `NO_PROXY` are
 * obeyed, except on loopback, which no proxy can reach for us.
 */
export function lazyAgent(baseUrl: string, variables: Readonly<Record<string, string | undefined>>): LazyAgent {
  let opening: Promise<Dispatcher & { close(): Promise<void> }> | undefined;
  let closing: Promise<void> | undefined;
  async function load(): Promise<Dispatcher & { close(): Promise<void> }> {
    const { Agent, EnvHttpProxyAgent } = await import("undici");
    const direct = baseUrl.startsWith("http:") || !hasProxy(variables);
    if (direct) return new Agent(OPTIONS);
    try {
      return new EnvHttpProxyAgent(OPTIONS);
    } catch {
      // The error underneath quotes the variable, which may hold a password.
      throw configurationInvalid("HTTPS_PROXY or HTTP_PROXY is no URL, such as http://proxy.example:3128.");
    }
  }
  return {
    open() {
      opening ??= load();
      return opening;
    },
    async close() {
      // What could not be opened needs no closing; who called has its error.
      closing ??= opening?.then(
        (agent) => agent.close(),
        () => {},
      );
      await closing;
    },
  };
}

function hasProxy(variables: Readonly<Record<string, string | undefined>>): boolean {
  return ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"].some((name) => variables[name]);
}
