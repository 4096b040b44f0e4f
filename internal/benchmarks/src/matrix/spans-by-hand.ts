import { context, createContextKey, metrics, SpanKind, trace } from "@opentelemetry/api";
import type { Client } from "@plastiq-connect/core";

const OPERATION = "createClientSecret";
const TRACE_ID = "6c1c7a2e-3d3c-4c0a-9a53-0f7f6e1d9b11";
const SUPPRESS_TRACING = createContextKey("OpenTelemetry SDK Context Key SUPPRESS_TRACING");

/**
 * Returns a client whose mints have the spans and the metrics of our hooks, recorded by the SDK with nothing of ours in
 * between: the part of the cost that is the SDK's own.
 */
export function spansByHand(client: Client, baseUrl: string): Client {
  const tracer = trace.getTracer("bench");
  const meter = metrics.getMeter("bench");
  const duration = meter.createHistogram("duration", { unit: "s" });
  const outcomes = meter.createCounter("outcomes");
  const { hostname, port, pathname } = new URL(baseUrl);
  const path = `${pathname}/client-secrets`;
  const address = { "plastiq.operation": OPERATION, "server.address": hostname };
  const request = {
    "http.request.method": "POST",
    "server.port": Number(port),
    "url.full": `${baseUrl}/client-secrets`,
    "url.template": path,
  };
  const { clientSecrets } = client;
  const create = async (...args: Parameters<typeof clientSecrets.create>) => {
    const startedAt = performance.now();
    const parent = context.active();
    const call = tracer.startSpan(`plastiq ${OPERATION}`, { kind: SpanKind.INTERNAL, attributes: address }, parent);
    const own = trace.setSpan(parent, call);
    const attributes = { ...address, ...request };
    const attempt = tracer.startSpan(`POST ${path}`, { kind: SpanKind.CLIENT, attributes }, own);
    const inside = trace.setSpan(own, attempt).setValue(SUPPRESS_TRACING, true);
    const secret = await context.with(inside, () => clientSecrets.create(...args));
    const ended = { "plastiq.outcome": "succeeded", "http.response.status_code": 200, "plastiq.trace_id": TRACE_ID };
    attempt.setAttributes(ended);
    attempt.end();
    call.setAttributes({ ...ended, "plastiq.retry_count": 0 });
    call.end();
    const measured = { "plastiq.operation": OPERATION, "plastiq.outcome": "succeeded" };
    duration.record((performance.now() - startedAt) / 1_000, measured);
    outcomes.add(1, measured);
    return secret;
  };
  return { ...client, clientSecrets: { ...clientSecrets, create: create as unknown as typeof clientSecrets.create } };
}
