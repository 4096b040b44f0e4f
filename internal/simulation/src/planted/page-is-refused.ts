import { ConnectError } from "../../../../packages/core/src/error.ts";
import { responseError as original } from "../../../../packages/core/src/http/transport/response-error.ts";

// Everything else is core's own module.
export * from "../../../../packages/core/src/http/transport/response-error.ts";

/** Plants: every 4xx but 408 and 429 is a refusal of the vendor, also a firewall's page. */
export function responseError(...args: Parameters<typeof original>): ConnectError {
  const error = original(...args);
  const { status = 0 } = error;
  const refused = status >= 400 && status < 500 && status !== 408 && status !== 429;
  return refused ? new ConnectError({ ...error, message: error.message, outcome: "rejected" }) : error;
}
