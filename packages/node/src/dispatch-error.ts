import { ConnectError } from "@plastiq-connect/core";
import { configurationInvalid } from "@plastiq-connect/core/adapter";

/** Returns the error for a dispatcher that rejected the request before any I/O. */
export function refusedByDispatcher(error: unknown): Error {
  const { code, message } = error as { code?: unknown; message?: unknown };
  // undici 6 and older need other handlers.
  if (code === "UND_ERR_INVALID_ARG" && /^invalid on\w+ method$/.test(String(message))) {
    return configurationInvalid("dispatcher must be one of undici 7 or newer. Update undici, or leave dispatcher out.");
  }
  return error as Error;
}

/** Returns the error for a request that has not started. undici reports a proxy's refusal as an aborted request. */
export function failedDispatch(error: Error): Error {
  const { code, name, message } = error as Error & { readonly code?: unknown };
  if (code === "EMFILE") {
    return new ConnectError({
      code: "network_failed",
      outcome: "not-sent",
      message:
        "No connection could be made (EMFILE): this process has too many open files. Set connections to a smaller number, or raise the limit (ulimit -n).",
    });
  }
  // Node's permission model, and Deno's.
  if (code === "ERR_ACCESS_DENIED" || name === "NotCapable") {
    return configurationInvalid("This process may not connect to the API: run with --allow-net.");
  }
  const status = /^Proxy response \((\d{3})\)/.exec(message)?.[1];
  return status === undefined ? refusedByDispatcher(error) : refusedByProxy(status);
}

/** Returns the error of a proxy that refused to connect, with its status. */
export function refusedByProxy(status: string): ConnectError {
  const message = `The proxy responded with ${status}, so no connection could be made.`;
  if (status !== "407") return new ConnectError({ code: "network_failed", outcome: "not-sent", message });
  return new ConnectError({
    code: "network_failed",
    outcome: "not-sent",
    message: `${message} Put the proxy's user and password into HTTPS_PROXY.`,
    next: "fix-configuration",
  });
}

/** Returns the error for a dispatcher that was about to send a request a second time. The first one was sent. */
export function sentAgain(): ConnectError {
  return new ConnectError({
    code: "network_failed",
    outcome: "unknown",
    message: "The dispatcher was about to send the request again. Remove its retry interceptor, or set allowH2: false.",
  });
}

/** Returns the error for a dispatcher that was about to follow a redirect. Nothing was sent to its target. */
export function followedRedirect(): ConnectError {
  return new ConnectError({
    code: "configuration_invalid",
    outcome: "unknown",
    message:
      "The dispatcher was about to follow a redirect. Remove its redirect interceptor, and check the base URL: a bearer token is never sent to a redirect.",
  });
}
