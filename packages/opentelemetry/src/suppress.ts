import { type Context, createContextKey } from "@opentelemetry/api";

// The key of the SDK's `suppressTracing`. Keys are global by their name, so that the SDK itself is not needed.
const SUPPRESS_TRACING = createContextKey("OpenTelemetry SDK Context Key SUPPRESS_TRACING");

/**
 * Returns a context in which the SDK creates no spans and sends no trace context. The instrumentation of an HTTP client
 * would add a second span for each attempt, and the vendor would get a `traceparent`.
 */
export function suppressed(context: Context): Context {
  return context.setValue(SUPPRESS_TRACING, true);
}
