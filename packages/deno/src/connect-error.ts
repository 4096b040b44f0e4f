import { ConnectError } from "@plastiq-connect/core";

// Deno's error has no code, only text.
const FAILURE = /client error \((Connect|SendRequest)\): ([\w ()-]{1,60})(?:: ([\w ()]{1,60}))?/;

/**
 * Returns the error for a connection that could not be made or that failed before the response had arrived, or
 * undefined for any other error.
 *
 * @param fresh True if the request had its own connection. When a kept-alive connection breaks, Deno connects again, so
 * it may already have sent the request.
 */
export function connectError(error: unknown, fresh: boolean): ConnectError | undefined {
  const [, stage, reason, rest] = FAILURE.exec(messagesOf(error)) ?? [];
  const detail = rest?.trim();
  if (reason === undefined) return undefined;
  if (stage === "SendRequest") {
    const message = `The connection failed (${reason}).`;
    return new ConnectError({ code: "network_failed", outcome: "unknown", message });
  }
  const fix = (message: string): ConnectError =>
    new ConnectError({ code: "network_failed", outcome: "not-sent", message, next: "fix-configuration" });
  if (reason === "proxy authentication required") {
    return fix(
      "The proxy responded with 407, so no connection could be made. Put the proxy's user and password into HTTPS_PROXY.",
    );
  }
  if (reason === "invalid peer certificate") {
    return fix(
      `No connection could be made (${detail ?? reason}). The server's TLS certificate was refused: check the base URL, and set DENO_CERT for a private certificate authority.`,
    );
  }
  const handshake = /^received (?:fatal alert|corrupt message)/.test(reason);
  const advice = handshake
    ? "The TLS handshake failed: check the base URL."
    : "Check the base URL, DNS, proxy and firewall.";
  return new ConnectError({
    code: "network_failed",
    outcome: fresh ? "not-sent" : "unknown",
    message: `No connection could be made (${detail === undefined ? reason : `${reason}: ${detail}`}). ${advice}`,
    next: handshake ? "fix-configuration" : undefined,
  });
}

function messagesOf(error: unknown): string {
  const { message, cause } = Object(error) as Error;
  return `${message}\n${(Object(cause) as Error).message}`;
}
