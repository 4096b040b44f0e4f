import { ConnectError, type ErrorCode, type FetchResponse } from "@plastiq-connect/core";
import { codeOfStatus } from "@plastiq-connect/core/adapter";

const ADVICE: Readonly<Partial<Record<ErrorCode, string>>> = {
  unauthorized: " Is the user signed in?",
  not_found: " Check the option endpoint.",
  redirect_refused: " Redirects are not followed: set endpoint to the final address.",
};

/** Returns the error for a non-2xx response of a mint endpoint. It repeats nothing from the body except a trace id. */
export function mintRefusal(
  { status, headers }: Pick<FetchResponse, "status" | "headers">,
  body: Readonly<Record<string, unknown>>,
): ConnectError {
  const code = codeOfStatus(status);
  const { traceId, type, title } = body;
  // Only the endpoint's own problem details (RFC 9457) are certain. A gateway may respond after a secret was minted.
  const certain = (typeof type === "string" || typeof title === "string") && code !== "redirect_refused";
  let retryAfter = "";
  headers.forEach((value, name) => {
    if (name.toLowerCase() === "retry-after") retryAfter = value;
  });
  const seconds = /^\d{1,6}$/.exec(retryAfter);
  return new ConnectError({
    code,
    outcome: certain && code !== "server_failed" ? "rejected" : "unknown",
    message: `The mint endpoint responded with ${status || "a redirect"}.${ADVICE[code] ?? ""}`,
    status,
    traceId: typeof traceId === "string" && /^[\da-f-]{36}$/i.test(traceId) ? traceId : undefined,
    retryAfter: seconds ? Number(seconds[0]) * 1_000 : undefined,
    attempts: 1,
  });
}
