import type { Credential } from "../../auth/credential.ts";
import { ConnectError } from "../../error.ts";
import type { ErrorCode } from "../../outcome.ts";
import { redactor } from "../../redact.ts";
import { UUID } from "../../schema/id.ts";
import { parseJson } from "../operation/decode.ts";
import type { ApiResponse } from "../operation/operation.ts";
import { MAX_TRACE_ID } from "./response-headers.ts";

const CODES: Readonly<Record<number, ErrorCode>> = {
  401: "unauthorized",
  403: "forbidden",
  404: "not_found",
  408: "server_failed",
  409: "conflict",
  429: "rate_limited",
  503: "server_unavailable",
};

/** Returns the code for a non-2xx status. Browsers report status 0 for a redirect that they did not follow. */
export function codeOfStatus(status: number): ErrorCode {
  return status < 400 ? "redirect_refused" : (CODES[status] ?? (status < 500 ? "request_refused" : "server_failed"));
}

const MAX_DETAILS = 20;
const MAX_TEXT = 500;

const ADVICE: Readonly<Partial<Record<ErrorCode, string>>> = {
  server_failed: "If it persists, quote the trace id to the vendor.",
  server_unavailable: "This is usually maintenance: try again later.",
  redirect_refused: "A bearer token is never sent to a redirect: check the base URL.",
};

/**
 * Creates the error for a non-2xx response. The `secrets` are redacted in case the vendor echoes them.
 *
 * @see https://docs.developer.plastiq.com/docs/status-codes-1
 */
export function responseError(
  response: ApiResponse,
  advice: Credential["advice"],
  secrets: readonly string[],
): ConnectError {
  const { status, headers } = response;
  const code = codeOfStatus(status);
  // A proxy's HTML page adds nothing to the status.
  const body: Readonly<Record<string, unknown>> = Object(parseJson(response.body));
  const redact = redactor(secrets);
  // The text appears in terminals and log files, so it is redacted, printable and short.
  const clean = (text: unknown, limit = MAX_TEXT): string | undefined =>
    typeof text === "string" ? redact(text, limit) : undefined;
  const apiCode = clean(body.code);
  const message = clean(body.message);
  const traceId = clean(body.traceId, MAX_TRACE_ID);
  const sentences = [
    [status, apiCode].filter(Boolean).join(" "),
    message,
    // The vendor's own error has a code. Anything else comes from another path or from a proxy.
    advice[code] ?? ADVICE[code] ?? (apiCode ? "" : "Check the base URL, proxy and firewall."),
  ].map((text) => text?.replace(/\.$/, ""));
  // Whether the vendor itself rejected the request, so that nothing took effect. Only its own JSON error proves that:
  // a gateway or a firewall may respond with any status after the vendor has acted. The trace id alone proves nothing,
  // because a gateway may reflect it.
  const isRejection =
    code !== "server_failed" &&
    code !== "redirect_refused" &&
    apiCode &&
    message &&
    [headers["trace-id"], traceId].some((id) => UUID.test(id ?? ""));
  // Two documented shapes: `errors` in the reference, `details` in the guide.
  const details = [body.errors, body.details]
    .flat()
    .map((item) => Object(item).details ?? item)
    .filter((text) => typeof text === "string")
    .slice(0, MAX_DETAILS)
    .map((text) => redact(text, MAX_TEXT));
  return new ConnectError({
    code,
    outcome: isRejection ? "rejected" : "unknown",
    status,
    apiCode,
    replayed: response.replayed || undefined,
    message: `${sentences.filter(Boolean).join(". ")}.`,
    details,
    fields: [...new Set(details.flatMap(fieldIn))],
    traceId: headers["trace-id"] || traceId || response.traceId,
    retryAfter: response.retryAfter,
  });
}

// The vendor's details are prose. One that begins with a path, such as "data.cvv must be ...", names a field
// (inferred): unlike an ordinary first word, a path contains a dot or a capital letter.
function fieldIn(detail: string): string[] {
  const [, path = ""] = /^["'`]?([a-z]\w*(?:\.\w+)*)(?=["'`:]?\s|$)/.exec(detail) ?? [];
  return /\.|[a-z][A-Z]/.test(path) && !/\d{3}/.test(path) && path.length <= 60 ? [path] : [];
}
