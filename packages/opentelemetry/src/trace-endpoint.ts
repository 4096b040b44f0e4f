import { type Attributes, context, propagation, type Span, SpanKind, SpanStatusCode, trace } from "@opentelemetry/api";
import { VERSION } from "@plastiq-connect/core";
import { present, SCOPE } from "./attributes.ts";
import type { OpenTelemetryOptions } from "./hooks.ts";
import { instrumentsOf } from "./instruments.ts";

/** Options for {@link traceEndpoint}. */
export interface TraceEndpointOptions extends OpenTelemetryOptions {
  /**
   * The path of the endpoint, with names in the place of what varies: `/client-secret`, `/webhooks/{secret}`. The path of
   * a request is never recorded: that of a webhook holds a secret.
   */
  readonly route: string;
}

const METHODS = ["CONNECT", "DELETE", "GET", "HEAD", "OPTIONS", "PATCH", "POST", "PUT", "TRACE"];

/**
 * Wraps a mint endpoint or a webhook endpoint of any runtime with a SERVER span. It continues the trace of the request's
 * `traceparent`. Inside the span of another instrumentation it is an INTERNAL one. The calls that the endpoint makes are
 * its children when the client has `openTelemetryHooks`.
 *
 * @throws TypeError when `route` does not begin with `/`.
 * @example
 * ```ts
 * import { mintEndpoint, type NodeMintEndpointOptions } from "@plastiq-connect/node";
 * import { traceEndpoint } from "@plastiq-connect/opentelemetry";
 *
 * export const traced = (options: NodeMintEndpointOptions) =>
 *   traceEndpoint(mintEndpoint(options), { route: "/client-secret" });
 * ```
 */
export function traceEndpoint<Args extends readonly unknown[], Result>(
  endpoint: (...args: Args) => Promise<Result>,
  { route, tracerProvider, meterProvider }: TraceEndpointOptions,
): (...args: Args) => Promise<Result> {
  if (typeof route !== "string" || !route.startsWith("/")) throw new TypeError("`route` must begin with /.");
  const tracer = (tracerProvider ?? trace).getTracer(SCOPE, VERSION);
  const instruments = instrumentsOf(meterProvider);

  return async function traced(...args) {
    const { method, header } = readRequest(args[0]);
    const attributes = { "http.request.method": method, "http.route": route };
    const active = context.active();
    const inner = trace.getSpan(active) !== undefined;
    const parent = inner ? active : propagation.extract(active, header, GETTER);
    const kind = inner ? SpanKind.INTERNAL : SpanKind.SERVER;
    const span = tracer.startSpan(`${method === "_OTHER" ? "HTTP" : method} ${route}`, { kind, attributes }, parent);
    const startedAt = performance.now();
    let outcome: Attributes = { "error.type": "_OTHER" };
    try {
      const result = await context.with(trace.setSpan(parent, span), () => endpoint(...args));
      outcome = endSpan(span, readResponse(result ?? args[1]));
      return result;
    } catch (error) {
      span.setAttributes(outcome).setStatus({ code: SpanStatusCode.ERROR });
      throw error;
    } finally {
      span.end();
      instruments().served.record((performance.now() - startedAt) / 1_000, { ...attributes, ...outcome });
    }
  };
}

type ReadHeader = (name: string) => string | undefined;

const GETTER = { get: (header: ReadHeader, name: string): string | undefined => header(name), keys: () => [] };

/** A request, standard or of Node. */
interface AnyRequest {
  readonly method?: string;
  readonly headers?: { readonly get?: (name: string) => string | null; readonly [name: string]: unknown };
}

function readRequest(request: unknown): { readonly method: string; readonly header: ReadHeader } {
  const { method = "", headers = {} } = Object(request) as AnyRequest;
  return {
    method: METHODS.includes(method) ? method : "_OTHER",
    header(name) {
      const value = typeof headers.get === "function" ? headers.get(name) : headers[name];
      return typeof value === "string" ? value : undefined;
    },
  };
}

interface AnyResponse {
  readonly status?: number;
  readonly statusCode?: number;
  /** Node's: false when the client has disconnected before. */
  readonly headersSent?: boolean;
  readonly headers?: { get(name: string): string | null };
}

function readResponse(response: unknown): {
  readonly status: number | undefined;
  readonly traceId: string | undefined;
} {
  const { status, statusCode, headersSent, headers } = Object(response) as AnyResponse;
  return {
    status: status ?? (headersSent ? statusCode : undefined),
    traceId: headers?.get("trace-id") ?? undefined,
  };
}

/** Records the response, and returns what the metrics say of it. */
function endSpan(span: Span, { status, traceId }: ReturnType<typeof readResponse>): Attributes {
  const failed = status !== undefined && status >= 500;
  const outcome = present({
    "http.response.status_code": status,
    "error.type": failed ? String(status) : undefined,
  });
  span.setAttributes(present({ ...outcome, "plastiq.trace_id": traceId }));
  if (failed) span.setStatus({ code: SpanStatusCode.ERROR });
  return outcome;
}
