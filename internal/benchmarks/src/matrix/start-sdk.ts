import { context, metrics, trace } from "@opentelemetry/api";
import { AsyncLocalStorageContextManager } from "@opentelemetry/context-async-hooks";
import {
  AggregationTemporality,
  InMemoryMetricExporter,
  MeterProvider,
  PeriodicExportingMetricReader,
} from "@opentelemetry/sdk-metrics";
import { BatchSpanProcessor, type SpanExporter, TracerProvider } from "@opentelemetry/sdk-trace";

// The network and the collector are not what is measured.
const discard: SpanExporter = {
  export: (_, done) => done({ code: 0 }),
  shutdown: async () => {},
};

/** Starts the real SDK as in production, in batches, with an exporter that discards the spans. */
export function startSdk(): void {
  const exporter = new InMemoryMetricExporter(AggregationTemporality.CUMULATIVE);
  const reader = new PeriodicExportingMetricReader({ exporter, exportIntervalMillis: 600_000 });
  context.setGlobalContextManager(new AsyncLocalStorageContextManager().enable());
  trace.setGlobalTracerProvider(
    new TracerProvider({ spanProcessors: [new BatchSpanProcessor({ exporter: discard })] }),
  );
  metrics.setGlobalMeterProvider(new MeterProvider({ readers: [reader] }));
}
