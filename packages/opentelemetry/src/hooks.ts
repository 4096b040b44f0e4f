import {
  type Attributes,
  type Context,
  context,
  type MeterProvider,
  ProxyTracerProvider,
  ROOT_CONTEXT,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TracerProvider,
  trace,
} from "@opentelemetry/api";
import { type AttemptEvent, type EndEvent, type Hooks, isConnectError } from "@plastiq-connect/core";
import { addOutcome, requestAttributes } from "./attributes.ts";
import { instrumentsOf, tracerOf } from "./instruments.ts";
import { suppressed } from "./suppress.ts";

/** Options for {@link openTelemetryHooks} and {@link traceEndpoint}. */
export interface OpenTelemetryOptions {
  /** Creates the spans. Default: the global provider, also one that is set later. */
  readonly tracerProvider?: TracerProvider | undefined;
  /** Records the metrics. Default: the global provider, also one that is set later. */
  readonly meterProvider?: MeterProvider | undefined;
}

/** Spans of a call in progress. */
interface Trace {
  readonly span: Span;
  readonly context: Context;
  attempt?: Span;
}

/**
 * Creates hooks that trace and measure every call of a client: an INTERNAL span for the call, a CLIENT span for each
 * attempt, its duration, its outcome and its retries. No attribute contains a secret, and nothing is sent to the
 * vendor.
 *
 * Without an SDK, they record nothing, and cost a few checks per call. They can be created at global scope, also in a
 * Worker, and before the SDK is registered.
 *
 * @example
 * ```ts
 * import { createClient } from "@plastiq-connect/node";
 * import { openTelemetryHooks } from "@plastiq-connect/opentelemetry";
 *
 * export const connect = createClient({ hooks: openTelemetryHooks() });
 * ```
 */
export function openTelemetryHooks({ tracerProvider, meterProvider }: OpenTelemetryOptions = {}): Hooks {
  const tracer = tracerOf(tracerProvider);
  const instruments = instrumentsOf(meterProvider);
  // The API uses this one object while no tracer provider is registered.
  const nothing = new ProxyTracerProvider().getDelegate();
  // Another copy of the API has its own class: then a provider may be registered.
  const isTracing = (provider: TracerProvider): boolean =>
    !(provider instanceof ProxyTracerProvider && provider.getDelegate() === nothing);
  // Each trace is kept in its call's own object. A WeakMap with an entry for each call would double the time that the
  // garbage collector takes.
  const key = Symbol("trace");
  const traceOf = (call: { [key]?: Trace }): Trace | undefined => call[key];

  return {
    // Without a provider, the hooks still keep an active context, such as baggage, from the vendor.
    enabled: () =>
      isTracing(tracerProvider ?? trace.getTracerProvider()) ||
      instruments().recorded ||
      context.active() !== ROOT_CONTEXT,
    onCall({ operation, host, call }, run) {
      const parent = context.active();
      const attributes = { "plastiq.operation": operation, "server.address": host.replace(/:\d+$/, "") };
      const span = tracer().startSpan(`plastiq ${operation}`, { kind: SpanKind.INTERNAL, attributes }, parent);
      const own = trace.setSpan(parent, span);
      (call as { [key]?: Trace })[key] = { span, context: own };
      context.with(own, run);
    },
    onRequest({ call, operation, method, url, attempt }, send) {
      const under = traceOf(call);
      if (!under) {
        context.with(suppressed(context.active()), send);
        return;
      }
      const attributes = requestAttributes(operation, method, url);
      if (attempt > 1) attributes["http.request.resend_count"] = attempt - 1;
      const name = `${method} ${attributes["url.template"]}`;
      under.attempt = tracer().startSpan(name, { kind: SpanKind.CLIENT, attributes }, under.context);
      context.with(suppressed(trace.setSpan(under.context, under.attempt)), send);
    },
    onAttempt(event) {
      const span = traceOf(event.call)?.attempt;
      // A span processor that throws must not lose the metric.
      try {
        if (span) endSpan(span, event, event.vendorTraceId);
      } finally {
        const { delay, error, operation } = event;
        // Only an attempt that is retried has a delay. It always has an error.
        const type = delay === undefined ? undefined : addOutcome({}, error)["error.type"];
        if (type) instruments().retries.add(1, { "plastiq.operation": operation, "error.type": type });
      }
    },
    onEnd(event) {
      const { operation, attempts, duration, error, call } = event;
      const span = traceOf(call)?.span;
      try {
        if (span) endSpan(span, event, event.traceId, attempts);
      } finally {
        const attributes = addOutcome({ "plastiq.operation": operation }, error);
        const { duration: histogram, outcomes } = instruments();
        histogram.record(duration / 1_000, attributes);
        outcomes.add(1, attributes);
      }
    },
  };
}

function endSpan(
  span: Span,
  { status, error }: AttemptEvent | EndEvent,
  traceId: string | undefined,
  attempts?: number,
): void {
  // A span that is not sampled drops its attributes.
  if (span.isRecording()) {
    const attributes: Attributes = {};
    addOutcome(attributes, error);
    if (status !== undefined) attributes["http.response.status_code"] = status;
    if (traceId !== undefined) attributes["plastiq.trace_id"] = traceId;
    if (attempts !== undefined) attributes["plastiq.retry_count"] = Math.max(0, attempts - 1);
    span.setAttributes(attributes);
    if (error !== undefined) {
      // The message of any other error may contain a secret.
      const message = isConnectError(error) ? error.message : undefined;
      span.setStatus({ code: SpanStatusCode.ERROR, ...(message === undefined ? {} : { message }) });
    }
  }
  span.end();
}
