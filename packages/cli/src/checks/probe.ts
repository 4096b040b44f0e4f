import { lookup } from "node:dns/promises";
import { connect as connectSocket, isIP, type Socket } from "node:net";
import { ConnectError } from "@plastiq-connect/node";

/** The steps that lead to an HTTP request. */
export type Step = "DNS" | "connection" | "TLS";

/** Result of a connection test. `failed` is undefined when it succeeded. */
export interface Probe {
  readonly failed?: { readonly step: Step; readonly code: string };
  /** Such as `TLSv1.3`; undefined for plain HTTP. */
  readonly tls?: string | undefined;
}

/**
 * Connects to the host of a URL and disconnects, to find out which step fails. Each step may take `timeout` ms.
 *
 * @throws ConnectError `aborted`.
 */
export async function probe(baseUrl: string, timeout: number, signal: AbortSignal): Promise<Probe> {
  const url = new URL(baseUrl);
  const host = url.hostname.replace(/^\[|\]$/g, "");
  const secure = url.protocol === "https:";
  let step: Step = "DNS";
  let socket: Socket | undefined;
  try {
    await within(timeout, signal, lookup(host));
    step = "connection";
    socket = connectSocket({ host, port: Number(url.port || (secure ? 443 : 80)) });
    await within(timeout, signal, opened(socket, "connect"));
    if (!secure) return {};
    step = "TLS";
    // Importing it at the top would make every command start later.
    const { connect: connectTls } = await import("node:tls");
    const tls = connectTls({ socket, ...(isIP(host) ? {} : { servername: host }) });
    await within(timeout, signal, opened(tls, "secureConnect"));
    return { tls: tls.getProtocol() ?? undefined };
  } catch (error) {
    if (signal.aborted) throw new ConnectError({ code: "aborted", outcome: "not-sent", message: "Aborted." });
    return { failed: { step, code: String((error as NodeJS.ErrnoException).code ?? "UNKNOWN") } };
  } finally {
    socket?.destroy();
  }
}

function opened(socket: Socket, event: "connect" | "secureConnect"): Promise<void> {
  return new Promise((resolve, reject) => socket.on("error", reject).once(event, resolve));
}

function within(timeout: number, signal: AbortSignal, step: Promise<unknown>): Promise<unknown> {
  const limit = AbortSignal.any([signal, AbortSignal.timeout(timeout)]);
  const tooSlow = new Promise((_, reject) => {
    const give = (): void => reject(Object.assign(new Error("Too slow"), { code: "TIMEOUT" }));
    if (limit.aborted) give();
    else limit.addEventListener("abort", give);
  });
  return Promise.race([step, tooSlow]);
}
