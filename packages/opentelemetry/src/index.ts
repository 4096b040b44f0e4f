export { type OpenTelemetryOptions, openTelemetryHooks } from "./hooks.ts";
export { type TraceEndpointOptions, traceEndpoint } from "./trace-endpoint.ts";
