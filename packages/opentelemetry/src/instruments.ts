import {
  type Counter,
  createNoopMeter,
  type Histogram,
  type MeterProvider,
  metrics,
  type Tracer,
  type TracerProvider,
  trace,
} from "@opentelemetry/api";
import { VERSION } from "@plastiq-connect/core";
import { SCOPE } from "./attributes.ts";

/** The metrics of calls and endpoints. */
export interface Instruments {
  readonly duration: Histogram;
  readonly outcomes: Counter;
  readonly retries: Counter;
  readonly served: Histogram;
  /** False while no meter provider is registered. */
  readonly recorded: boolean;
}

// From a fast read to the deadline of a call, in seconds.
const BOUNDARIES = [0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30];

/** Returns a function that returns the instruments of a provider. */
export function instrumentsOf(given: MeterProvider | undefined): () => Instruments {
  return following(() => given ?? metrics.getMeterProvider(), createInstruments);
}

/** Returns a function that returns the tracer of a provider. */
export function tracerOf(given: TracerProvider | undefined): () => Tracer {
  return following(
    () => given ?? trace.getTracerProvider(),
    (provider) => provider.getTracer(SCOPE, VERSION),
  );
}

/**
 * Creates a value from a provider, and creates it again when the provider has changed. The API itself follows a global
 * provider that is set later, but only for tracers, and not when another copy of the API has set it.
 */
function following<Provider, Value>(current: () => Provider, create: (provider: Provider) => Value): () => Value {
  let last: { readonly provider: Provider; readonly value: Value } | undefined;
  return () => {
    const provider = current();
    if (last?.provider !== provider) last = { provider, value: create(provider) };
    return last.value;
  };
}

function createInstruments(provider: MeterProvider): Instruments {
  const meter = provider.getMeter(SCOPE, VERSION);
  const advice = { explicitBucketBoundaries: BOUNDARIES };
  return {
    recorded: meter !== createNoopMeter(),
    duration: meter.createHistogram("plastiq.client.call.duration", {
      description: "Duration of calls to the Plastiq Connect API, with their retries.",
      unit: "s",
      advice,
    }),
    outcomes: meter.createCounter("plastiq.client.call.outcomes", {
      description: "Calls to the Plastiq Connect API, by what is known about their effect.",
      unit: "{call}",
    }),
    retries: meter.createCounter("plastiq.client.call.retries", {
      description: "Attempts that failed and were retried.",
      unit: "{retry}",
    }),
    served: meter.createHistogram("plastiq.server.request.duration", {
      description: "Duration of requests to the mint endpoint and the webhook endpoint.",
      unit: "s",
      advice,
    }),
  };
}
