import { type Counter, type Histogram, type MeterProvider, metrics } from "@opentelemetry/api";
import { VERSION } from "@plastiq-connect/core";
import { SCOPE } from "./attributes.ts";

/** The metrics of calls and endpoints. */
export interface Instruments {
  readonly duration: Histogram;
  readonly outcomes: Counter;
  readonly retries: Counter;
  readonly served: Histogram;
}

// From a fast read to the deadline of a call, in seconds.
const BOUNDARIES = [0.01, 0.025, 0.05, 0.075, 0.1, 0.25, 0.5, 0.75, 1, 2.5, 5, 7.5, 10, 30];

/**
 * Returns a function that returns the instruments of a provider. Unlike a tracer, a meter of the API does not follow a
 * provider that is set later: the global one is looked up each time.
 */
export function instrumentsOf(given: MeterProvider | undefined): () => Instruments {
  let provider: MeterProvider | undefined;
  let instruments: Instruments | undefined;
  return () => {
    const current = given ?? metrics.getMeterProvider();
    if (instruments && provider === current) return instruments;
    provider = current;
    instruments = createInstruments(current);
    return instruments;
  };
}

function createInstruments(provider: MeterProvider): Instruments {
  const meter = provider.getMeter(SCOPE, VERSION);
  const advice = { explicitBucketBoundaries: BOUNDARIES };
  return {
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
      description: "Attempts that failed and were repeated.",
      unit: "{retry}",
    }),
    served: meter.createHistogram("plastiq.server.request.duration", {
      description: "Duration of requests to the mint endpoint and the webhook endpoint.",
      unit: "s",
      advice,
    }),
  };
}
