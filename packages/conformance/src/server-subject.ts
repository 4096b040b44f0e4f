import type { CallerOptions, Client, EndUser, Inbound, TrustOptions } from "@plastiq-connect/core";
import type { InboundFacts } from "./case.ts";
import type { Subject } from "./subject.ts";

/** What a server runtime's package exports, and what only its launcher knows. */
export interface ServerParts {
  readonly runtime: Subject["runtime"];
  readonly lacks?: Subject["lacks"];
  createClient(options: CallerOptions): Client;
  endUserFrom(inbound: Inbound, trust: TrustOptions): EndUser;
  inboundOf(facts: InboundFacts): Inbound;
  isConnectError(value: unknown): boolean;
  inspect(value: unknown): readonly string[];
}

/** The subject of a runtime that may hold an API key. There, a client secret is spent by the same client. */
export function serverSubject(parts: ServerParts): Subject {
  return {
    lacks: {},
    ...parts,
    spend(clientSecret, request, { traceId, signal, deviceId, ...settings }) {
      // The key must not be used: the sandbox does not know this one.
      const client = parts.createClient({ apiKey: "a-key-that-opens-nothing", ...settings });
      const endUser = deviceId === undefined ? "none" : { deviceId };
      return client.paymentMethods.create(request, { endUser, traceId, signal, clientSecret });
    },
  };
}
