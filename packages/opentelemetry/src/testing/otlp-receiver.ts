import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { json } from "node:stream/consumers";

/** A span as it arrives over OTLP. */
export interface OtlpSpan {
  readonly name: string;
  readonly kind: number;
  readonly spanId: string;
  readonly parentSpanId?: string;
  /** The name of the instrumentation that created it. */
  readonly scope: string;
  readonly attributes: Readonly<Record<string, unknown>>;
}

/** An OTLP receiver on loopback. */
export interface OtlpReceiver {
  readonly url: string;
  readonly spans: readonly OtlpSpan[];
  /** The names of the metrics that arrived. */
  readonly metrics: ReadonlySet<string>;
  /** Everything that arrived, as text. */
  readonly received: readonly string[];
  close(): void;
}

interface OtlpAttribute {
  readonly key: string;
  readonly value: Readonly<Record<string, unknown>>;
}

interface OtlpBody {
  readonly resourceSpans?: readonly {
    readonly scopeSpans: readonly {
      readonly scope: { readonly name: string };
      readonly spans: readonly (Omit<OtlpSpan, "attributes"> & { readonly attributes?: readonly OtlpAttribute[] })[];
    }[];
  }[];
  readonly resourceMetrics?: readonly {
    readonly scopeMetrics: readonly { readonly metrics: readonly { readonly name: string }[] }[];
  }[];
}

/** Starts a receiver of OTLP over HTTP, as JSON. */
export async function startOtlpReceiver(): Promise<OtlpReceiver> {
  const spans: OtlpSpan[] = [];
  const metrics = new Set<string>();
  const received: string[] = [];
  const server = createServer(async (request, response) => {
    const body = (await json(request)) as OtlpBody;
    received.push(JSON.stringify(body));
    for (const { scope, spans: sent } of (body.resourceSpans ?? []).flatMap(({ scopeSpans }) => scopeSpans)) {
      for (const span of sent) spans.push({ ...span, scope: scope.name, attributes: plain(span.attributes ?? []) });
    }
    for (const { scopeMetrics } of body.resourceMetrics ?? []) {
      for (const { name } of scopeMetrics.flatMap((each) => each.metrics)) metrics.add(name);
    }
    response.setHeader("content-type", "application/json").end("{}");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    spans,
    metrics,
    received,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

function plain(attributes: readonly OtlpAttribute[]): Readonly<Record<string, unknown>> {
  return Object.fromEntries(attributes.map(({ key, value }) => [key, Object.values(value)[0]]));
}
