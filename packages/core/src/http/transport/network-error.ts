import { ConnectError, isConnectError } from "../../error.ts";
import { badFetch } from "./read-body.ts";

/** Facts about a failed attempt. */
export interface FailedAttempt {
  /** True if nothing can have reached the vendor. */
  readonly notSent: boolean;
  readonly traceId: string;
  /** True if the headers of a response had arrived. */
  readonly responded: boolean;
  clean(text: string, limit?: number): string;
}

// Runtimes throw a TypeError both for a network failure and for a programming error.
const NETWORK =
  /^(?!cannot ).*(?:fetch failed|to fetch|network|load failed|connection|socket|terminated|sending request)/is;
const MISTAKE = /^(?:Type|Reference|Range|Syntax)Error$/;
// Codes of Node's TLS. An alert (ERR_SSL) may arrive after the request was sent.
const CERTIFICATE = /^(?!ERR_SSL).*CERT|^UNABLE_TO_|^HOSTNAME_MISMATCH$|^INVALID_(?:CA|PURPOSE)$/;
const HANDSHAKE = /^(?:EPROTO$|ERR_SSL|ERR_TLS)/;

/**
 * Creates the error for a failed fetch. The original error is never attached: ofetch's error contains the request
 * options with the bearer token, and a runtime's error may quote a header. The message contains its code, or its class
 * and message after redaction.
 */
export function networkError(error: unknown, { notSent, traceId, responded, clean }: FailedAttempt): ConnectError {
  const links: unknown[] = [];
  // Limit the depth: `cause` chains can be circular.
  for (let link = error; link && links.length < 9; link = read(link, "cause")) {
    // That of an adapter or a custom fetch. The error of another call, which that fetch made, has an operation.
    if (isConnectError(link) && !link.operation) return link;
    links.push(link);
  }
  const codes = links.map((link) => clean(text(link, "code"))).filter((code) => /^[A-Z][\w/]{2,48}$/.test(code));
  const [code] = codes;
  const name = text(links[0], "name");
  const reason = text(links[0], "message");
  const named = clean(`${name}: ${reason}`, 200).replace(/[.: ]+$/, "");
  const unclear = name && codes.length === 0 && !NETWORK.test(reason);
  // A runtime throws a TypeError for a body that cannot be decompressed, too.
  if (unclear && !responded && MISTAKE.test(name)) return badFetch(`The fetch function threw ${named}.`, notSent);
  const certificate = codes.find((code) => CERTIFICATE.test(code) || (notSent && HANDSHAKE.test(code)));
  const safe = notSent || certificate !== undefined;
  let message = unclear
    ? `fetch failed with ${named}.`
    : `${safe ? "No connection could be made" : "The connection failed"}${code ? ` (${certificate ?? code})` : ""}.`;
  if (certificate) {
    message +=
      " The server's TLS certificate or handshake was refused: check the base URL, and set NODE_EXTRA_CA_CERTS for a private certificate authority.";
  } else if (safe) message += " Check the base URL, DNS, certificates, proxy and firewall.";
  return new ConnectError({
    code: "network_failed",
    outcome: safe ? "not-sent" : "unknown",
    message,
    traceId,
    next: certificate === undefined ? undefined : "fix-configuration",
  });
}

// A thrown value may be a proxy, or have getters that throw.
function read(owner: unknown, name: string): unknown {
  try {
    return (owner as Readonly<Record<string, unknown>>)[name];
  } catch {
    return undefined;
  }
}

function text(owner: unknown, name: string): string {
  const value = read(owner, name);
  return typeof value === "string" ? value : "";
}
