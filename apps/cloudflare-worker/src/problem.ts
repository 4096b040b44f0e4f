import { type ErrorCode, isConnectError } from "@plastiq-connect/cloudflare";

const BUSY = { status: 503, title: "The payment provider is busy. Try again in a moment." };
const OURS = { status: 500, title: "Something is wrong on our side." };
const ANSWERS: Partial<Record<ErrorCode, { status: number; title: string }>> = {
  configuration_invalid: OURS,
  input_invalid: OURS,
  unauthorized: OURS,
  forbidden: OURS,
  rate_limited: BUSY,
  server_unavailable: BUSY,
  timed_out: { status: 504, title: "The payment provider takes too long. Try again in a moment." },
};

/** What the browser is told of an error: nothing of the vendor's words, of keys or of addresses. */
export function statusOf(error: unknown): { status: number; title: string } {
  if (!isConnectError(error)) return OURS;
  return ANSWERS[error.code] ?? { status: 502, title: "The payment provider did not do it." };
}

/** A problem as RFC 9457 writes it. The trace id is for the vendor's support. */
export function problem(
  status: number,
  title: string,
  headers: Readonly<Record<string, string>> = {},
  traceId?: string,
): Response {
  return new Response(JSON.stringify({ type: "about:blank", title, status, traceId }), {
    status,
    headers: { "content-type": "application/problem+json", "cache-control": "no-store", ...headers },
  });
}
