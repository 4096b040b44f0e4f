import { context, metrics, propagation, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import { CompositePropagator, W3CBaggagePropagator, W3CTraceContextPropagator } from "@opentelemetry/core";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { InMemorySpanExporter, type ReadableSpan, SimpleSpanProcessor, TracerProvider } from "@opentelemetry/sdk-trace";

/** The real SDK, set globally, with exporters in memory. */
export interface Sdk {
  readonly tracerProvider: TracerProvider;
  readonly meterProvider: MeterProvider;
  /** Returns the spans that have ended, in their order. */
  spans(): readonly ReadableSpan[];
  /** Returns the data points of every metric by its name. */
  points(): Promise<Readonly<Record<string, readonly Point[]>>>;
  /** Deletes all spans and metrics. */
  reset(): void;
  /** Removes the SDK from the process. */
  stop(): Promise<void>;
}

/** A data point of a metric. */
export interface Point {
  readonly attributes: Readonly<Record<string, unknown>>;
  readonly value: unknown;
}

/** Starts the SDK. */
export function startSdk(): Sdk {
  const spans = new InMemorySpanExporter();
  const tracerProvider = new TracerProvider({ spanProcessors: [new SimpleSpanProcessor({ exporter: spans })] });
  const exporter = new InMemoryMetricExporter(AggregationTemporality.DELTA);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 600_000 });
  const meterProvider = new MeterProvider({ readers: [reader] });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  // The SDK's defaults.
  const propagators = [new W3CTraceContextPropagator(), new W3CBaggagePropagator()];
  propagation.setGlobalPropagator(new CompositePropagator({ propagators }));
  trace.setGlobalTracerProvider(tracerProvider);
  metrics.setGlobalMeterProvider(meterProvider);
  return {
    tracerProvider,
    meterProvider,
    spans: () => spans.getFinishedSpans(),
    async points() {
      await meterProvider.forceFlush();
      const all = exporter.getMetrics().flatMap(({ scopeMetrics }) => scopeMetrics.flatMap((scope) => scope.metrics));
      exporter.reset();
      const points: Record<string, Point[]> = {};
      for (const { descriptor, dataPoints } of all) {
        const known = points[descriptor.name] ?? [];
        points[descriptor.name] = [...known, ...dataPoints.map(({ attributes, value }) => ({ attributes, value }))];
      }
      return points;
    },
    reset() {
      spans.reset();
      exporter.reset();
    },
    async stop() {
      for (const api of [trace, metrics, context, propagation]) api.disable();
      await Promise.all([tracerProvider.shutdown(), meterProvider.shutdown()]);
    },
  };
}
