import { ConnectError } from "../../../../packages/core/src/error.ts";
import { responseError as original } from "../../../../packages/core/src/http/transport/response-error.ts";

// Everything else is core's own module.
export * from "../../../../packages/core/src/http/transport/response-error.ts";

/** Plants: 429 and 503 are refusals of the vendor, whoever sent them. */
export function responseError(...args: Parameters<typeof original>): ConnectError {
  const error = original(...args);
  const busy = error.code === "rate_limited" || error.code === "server_unavailable";
  return busy ? new ConnectError({ ...error, message: error.message, outcome: "rejected" }) : error;
}
