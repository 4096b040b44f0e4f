import { createTransport as original, type Transport } from "../../../../packages/core/src/http/transport/transport.ts";

// What is not planted here stays as it is.
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
