import { configurationInvalid } from "@plastiq-connect/core/adapter";
import type { Dispatcher as UndiciDispatcher, Pool as UndiciPool } from "undici";
import type { Dispatcher } from "./dispatcher.ts";

type ConnectData = UndiciDispatcher.ConnectData;

/** A dispatcher that is loaded and made on its first use. */
export interface LazyAgent {
  open(): Promise<Dispatcher>;
  /** Ends its connections once the requests under way are done. Without effect when it was never used. */
  close(): Promise<void>;
}

// Patience is counted above, per attempt and per call; only the making of a connection has a limit of its own, through
// a proxy, too.
const CONNECT_TIMEOUT = 5_000;
const OPTIONS = { connect: { timeout: CONNECT_TIMEOUT }, headersTimeout: 0, bodyTimeout: 0 };

/** How many connections a client keeps at most: further calls wait for one of them. A process has few file descriptors. */
export const DEFAULT_CONNECTIONS: number = 64;

/**
 * undici's agent for one base URL: connections are kept alive, and `HTTPS_PROXY` (`HTTP_PROXY`) and `NO_PROXY` are
 * obeyed, except on loopback, which no proxy can reach for us.
 */
export function lazyAgent(
  baseUrl: string,
  variables: Readonly<Record<string, string | undefined>>,
  connections: number = DEFAULT_CONNECTIONS,
): LazyAgent {
  const options = { ...OPTIONS, connections };
  let opening: Promise<Dispatcher & { close(): Promise<void> }> | undefined;
  let closing: Promise<void> | undefined;
  async function load(): Promise<Dispatcher & { close(): Promise<void> }> {
    const { Agent, EnvHttpProxyAgent, Pool } = await import("undici");
    const direct = baseUrl.startsWith("http:") || !hasProxy(variables);
    if (direct) return new Agent(options);
    try {
      return new EnvHttpProxyAgent({ ...options, clientFactory: (proxy, own) => proxyPool(Pool, proxy, own) });
    } catch {
      // The error underneath quotes the variable, which may hold a password.
      throw configurationInvalid("HTTPS_PROXY or HTTP_PROXY is not a valid URL, such as http://proxy.example:3128.");
    }
  }
  return {
    open() {
      // What failed once, as where too many files are open, may work the next time.
      opening ??= load().catch((error) => {
        opening = undefined;
        throw error;
      });
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

/**
 * Connections to the proxy itself. To a proxy that breaks off or keeps silent at CONNECT, undici would go on connecting
 * for ever, beyond the call that asked for it.
 */
function proxyPool(Pool: typeof UndiciPool, proxy: URL, options: object): UndiciPool {
  const pool = new Pool(proxy, options);
  const connect = pool.connect.bind(pool) as (options: object) => Promise<ConnectData>;
  return Object.assign(pool, {
    async connect(options: object): Promise<ConnectData> {
      try {
        return await connect({ ...options, signal: AbortSignal.timeout(CONNECT_TIMEOUT) });
      } catch (error) {
        // undici takes these for an idle connection that was closed, and tries again at once.
        if (!["UND_ERR_SOCKET", "UND_ERR_INFO"].includes((error as { code: string }).code)) throw error;
        throw Object.assign(new Error("The proxy closed the connection."), { code: "ERR_PROXY_CONNECTION_FAILED" });
      }
    },
  });
}

function hasProxy(variables: Readonly<Record<string, string | undefined>>): boolean {
  return ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"].some((name) => variables[name]);
}
