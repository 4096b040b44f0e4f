import { createClient, mintEndpoint, type NodeMintEndpointOptions } from "@plastiq-connect/node";
import { openTelemetryHooks, traceEndpoint } from "@plastiq-connect/opentelemetry";

export const connect = createClient({ hooks: openTelemetryHooks() });

export function tracedMintEndpoint(authorize: NodeMintEndpointOptions["authorize"]) {
  const endpoint = mintEndpoint({ client: connect, authorize, allowedOrigins: ["https://shop.example"] });
  return traceEndpoint(endpoint, { route: "/client-secret" });
}
