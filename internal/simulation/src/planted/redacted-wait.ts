import { createTransport as original, type Transport } from "../../../../packages/core/src/http/transport/transport.ts";

// Everything else is core's own module.
export * from "../../../../packages/core/src/http/transport/transport.ts";

/** Plants: `Retry-After` is read from the headers that have been redacted. */
export function createTransport(...args: Parameters<typeof original>): Transport {
  const transport = original(...args);
  return async (...request) => {
    const response = await transport(...request);
    const redacted = response.headers["retry-after"]?.includes("[redacted]");
    return redacted ? { ...response, retryAfter: undefined } : response;
  };
}
