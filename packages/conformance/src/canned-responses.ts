import type { CannedResponse } from "./case.ts";

const TRACE_ID = "6f1d7c1e-2f0b-4d0a-9a57-3f1f0c5b7a10";

/** Returns the vendor's own JSON error: proof that the vendor itself rejected the request. */
export function vendorError(status: number, code = "CONFORMANCE_ERROR"): CannedResponse {
  return { status, headers: { "trace-id": TRACE_ID }, body: { code, message: "Refused on purpose." } };
}

/** Returns the same error as a replay for an idempotency key. */
export function replayedError(status: number, code = "CONFORMANCE_ERROR"): CannedResponse {
  return {
    status,
    headers: { "trace-id": TRACE_ID, "idempotent-replay": "true" },
    body: { code, message: "Refused on purpose." },
  };
}

/** Returns a gateway's page, which proves nothing. */
export function gatewayPage(status: number): CannedResponse {
  return { status, headers: { "content-type": "text/html" }, body: "<!doctype html><title>Sorry</title>" };
}

/** A connection that broke when the request may have arrived. */
export const BROKEN: CannedResponse = { throws: "The connection broke." };
