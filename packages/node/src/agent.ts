import { configurationInvalid } from "@plastiq-connect/core/adapter";
import type { Dispatcher as UndiciDispatcher, Pool as UndiciPool } from "undici";
import type { Dispatcher } from "./dispatcher.ts";
import type { ProxySettings } from "./proxy-variables.ts";

type ConnectData = UndiciDispatcher.ConnectData;

/** A dispatcher that is loaded and created on its first use. */
export interface LazyAgent {
  open(): Promise<Dispatcher>;
  /** Closes its connections after the requests in progress. Has no effect if it was never used. */
  close(): Promise<void>;
}

// Core limits each attempt and each call. Only connecting, also through a proxy, has its own limit here.
const CONNECT_TIMEOUT = 5_000;
const OPTIONS = { connect: { timeout: CONNECT_TIMEOUT }, headersTimeout: 0, bodyTimeout: 0 };

/**
 * The maximum number of connections of a client, because file descriptors are limited. Further calls wait for one of
 * them.
 */
export const DEFAULT_CONNECTIONS: number = 64;

/** Creates undici's agent, which keeps connections alive. */
export function lazyAgent(settings: ProxySettings | undefined, connections: number = DEFAULT_CONNECTIONS): LazyAgent {
  const options = { ...OPTIONS, connections };
  let opening: Promise<Dispatcher & { close(): Promise<void> }> | undefined;
  let closing: Promise<void> | undefined;
  async function load(): Promise<Dispatcher & { close(): Promise<void> }> {
    const { Agent, EnvHttpProxyAgent, Pool } = await import("undici");
    if (!settings) return new Agent(options);
    try {
      return new EnvHttpProxyAgent({
        ...options,
        httpProxy: settings.proxy,
        // Empty, so that HTTPS requests use `httpProxy` too. If it were missing, the agent would read the variables itself.
        httpsProxy: "",
        noProxy: settings.noProxy,
        clientFactory: (proxy, own) => proxyPool(Pool, proxy, own),
      });
    } catch {
      // The original error quotes the variable, which may contain a password.
      throw configurationInvalid(
        "HTTPS_PROXY or HTTP_PROXY is not a valid URL, such as http://proxy.example:3128. It has no path, and special characters of the user and password are percent-encoded.",
      );
    }
  }
  return {
    open() {
      // A failure, such as too many open files, may be temporary.
      opening ??= load().catch((error) => {
        opening = undefined;
        throw error;
      });
      return opening;
    },
    async close() {
      // A failed agent needs no closing; its callers have the error.
      closing ??= opening?.then(
        (agent) => agent.close(),
        () => {},
      );
      await closing;
    },
  };
}

/**
 * Creates the connections to the proxy. When a proxy closes the connection or stays silent at CONNECT, undici would
 * retry forever, beyond the end of the call.
 */
function proxyPool(Pool: typeof UndiciPool, proxy: URL, options: object): UndiciPool {
  const pool = new Pool(proxy, options);
  const connect = pool.connect.bind(pool) as (options: object) => Promise<ConnectData>;
  return Object.assign(pool, {
    async connect(options: object): Promise<ConnectData> {
      try {
        return await connect({ ...options, signal: AbortSignal.timeout(CONNECT_TIMEOUT) });
      } catch (error) {
        // undici treats these as a closed idle connection, and retries at once.
        if (!["UND_ERR_SOCKET", "UND_ERR_INFO"].includes((error as { code: string }).code)) throw error;
        throw Object.assign(new Error("The proxy closed the connection."), { code: "ERR_PROXY_CONNECTION_FAILED" });
      }
    },
  });
}
