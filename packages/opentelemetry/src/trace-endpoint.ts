import {
  type Attributes,
  type Context,
  context,
  diag,
  propagation,
  type Span,
  SpanKind,
  SpanStatusCode,
  trace,
} from "@opentelemetry/api";
import { present } from "./attributes.ts";
import type { OpenTelemetryOptions } from "./hooks.ts";
import { instrumentsOf, tracerOf } from "./instruments.ts";

/** Options for {@link traceEndpoint}. */
export interface TraceEndpointOptions extends OpenTelemetryOptions {
  /**
   * The path of the endpoint, with names instead of variable parts: `/client-secret`, `/webhooks/{secret}`. The path of
   * a request is never recorded: that of a webhook contains a secret.
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
  if (typeof route !== "string" || !route.startsWith("/")) throw new TypeError("route must begin with /.");
  const tracer = tracerOf(tracerProvider);
  const instruments = instrumentsOf(meterProvider);

  return async function traced(...args) {
    const served = safely(() => begin(args[0]));
    if (!served) return await endpoint(...args);
    try {
      const result = await context.with(served.context, () => endpoint(...args));
      safely(() => served.end(readResponse(result ?? args[1])));
      return result;
    } catch (error) {
      safely(() => served.end());
      throw error;
    }
  };

  function begin(request: unknown): Served {
    const { method, header } = readRequest(request);
    const attributes = { "http.request.method": method, "http.route": route };
    const active = context.active();
    const outer = trace.getSpanContext(active);
    const inner = outer !== undefined && !outer.isRemote;
    const parent = inner ? active : propagation.extract(active, header, GETTER);
    const kind = inner ? SpanKind.INTERNAL : SpanKind.SERVER;
    const span = tracer().startSpan(`${method === "_OTHER" ? "HTTP" : method} ${route}`, { kind, attributes }, parent);
    const startedAt = performance.now();
    return {
      context: trace.setSpan(parent, span),
      end(response) {
        const outcome = outcomeOf(response);
        try {
          endSpan(span, outcome, response?.traceId);
        } finally {
          instruments().served.record((performance.now() - startedAt) / 1_000, { ...attributes, ...outcome });
        }
      },
    };
  }
}

/** A request that is being served. */
interface Served {
  readonly context: Context;
  /** Ends the span, and measures. Without a response, the endpoint has thrown. */
  end(response?: ServedResponse): void;
}

/** Returns undefined when the SDK fails, because the endpoint must still work. */
function safely<Value>(run: () => Value): Value | undefined {
  try {
    return run();
  } catch (error) {
    diag.error("plastiq-connect: a request could not be traced:", error);
    return undefined;
  }
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

/** The recorded facts of a response. */
interface ServedResponse {
  readonly status: number | undefined;
  readonly traceId: string | undefined;
}

function readResponse(response: unknown): ServedResponse {
  const { status, statusCode, headersSent, headers } = Object(response) as AnyResponse;
  return {
    status: status ?? (headersSent ? statusCode : undefined),
    traceId: headers?.get("trace-id") ?? undefined,
  };
}

function outcomeOf(response: ServedResponse | undefined): Attributes {
  if (!response) return { "error.type": "_OTHER" };
  const { status } = response;
  return present({
    "http.response.status_code": status,
    "error.type": status !== undefined && status >= 500 ? String(status) : undefined,
  });
}

function endSpan(span: Span, outcome: Attributes, traceId: string | undefined): void {
  span.setAttributes(present({ ...outcome, "plastiq.trace_id": traceId }));
  if ("error.type" in outcome) span.setStatus({ code: SpanStatusCode.ERROR });
  span.end();
}
