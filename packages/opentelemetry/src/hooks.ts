import {
  type Context,
  context,
  isSpanContextValid,
  type MeterProvider,
  type Span,
  SpanKind,
  SpanStatusCode,
  type TracerProvider,
  trace,
} from "@opentelemetry/api";
import { type AttemptEvent, type EndEvent, type Hooks, isConnectError } from "@plastiq-connect/core";
import { outcomeAttributes, present, requestAttributes } from "./attributes.ts";
import { instrumentsOf, tracerOf } from "./instruments.ts";
import { suppressed } from "./suppress.ts";

/** Options for {@link openTelemetryHooks} and {@link traceEndpoint}. */
export interface OpenTelemetryOptions {
  /** Creates the spans. Default: the global provider, also one that is set later. */
  readonly tracerProvider?: TracerProvider | undefined;
  /** Records the metrics. Default: the global provider, also one that is set later. */
  readonly meterProvider?: MeterProvider | undefined;
}

/** A call under way. */
interface Trace {
  readonly span: Span;
  readonly context: Context;
  attempt?: Span;
}

/**
 * Creates hooks that trace and measure every call of a client: an INTERNAL span for the call, a CLIENT span for each
 * attempt, its duration, its outcome and its retries. No attribute holds a secret, and nothing is sent to the vendor.
 *
 * Without an SDK they do nothing. They can be created at global scope, also in a Worker.
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
  const traces = new WeakMap<object, Trace>();

  return {
    onCall({ operation, host, call }, run) {
      const parent = context.active();
      const attributes = { "plastiq.operation": operation, "server.address": host.replace(/:\d+$/, "") };
      const span = tracer().startSpan(`plastiq ${operation}`, { kind: SpanKind.INTERNAL, attributes }, parent);
      // Without an SDK there is nothing to record.
      if (!tracerProvider && !isSpanContextValid(span.spanContext())) return;
      const own = trace.setSpan(parent, span);
      traces.set(call, { span, context: own });
      context.with(own, run);
    },
    onRequest({ call, operation, method, url, attempt }, send) {
      const under = traces.get(call);
      if (!under) {
        context.with(suppressed(context.active()), send);
        return;
      }
      const attributes = present({
        ...requestAttributes(method, url),
        "plastiq.operation": operation,
        "http.request.resend_count": attempt > 1 ? attempt - 1 : undefined,
      });
      const name = `${method} ${attributes["url.template"]}`;
      under.attempt = tracer().startSpan(name, { kind: SpanKind.CLIENT, attributes }, under.context);
      context.with(suppressed(trace.setSpan(under.context, under.attempt)), send);
    },
    onAttempt(event) {
      const span = traces.get(event.call)?.attempt;
      // A processor of spans that fails takes no metric with it.
      try {
        if (span) endSpan(span, event, { "plastiq.trace_id": event.vendorTraceId });
      } finally {
        const { "error.type": type } = outcomeAttributes(event.error);
        const attributes = present({ "plastiq.operation": event.operation, "error.type": type });
        if (event.delay !== undefined) instruments().retries.add(1, attributes);
      }
    },
    onEnd(event) {
      const { operation, attempts, duration, error } = event;
      const span = traces.get(event.call)?.span;
      const more = { "plastiq.trace_id": event.traceId, "plastiq.retry_count": Math.max(0, attempts - 1) };
      try {
        if (span) endSpan(span, event, more);
      } finally {
        const attributes = { "plastiq.operation": operation, ...outcomeAttributes(error) };
        instruments().duration.record(duration / 1_000, attributes);
        instruments().outcomes.add(1, attributes);
      }
    },
  };
}

function endSpan(
  span: Span,
  { status, error }: AttemptEvent | EndEvent,
  more: Readonly<Record<string, string | number | undefined>>,
): void {
  span.setAttributes(present({ ...outcomeAttributes(error), "http.response.status_code": status, ...more }));
  if (error !== undefined) {
    // The message of an error that is not ours may hold anything.
    const message = isConnectError(error) ? error.message : undefined;
    span.setStatus({ code: SpanStatusCode.ERROR, ...(message === undefined ? {} : { message }) });
  }
  span.end();
}
