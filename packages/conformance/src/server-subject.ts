import type { CallerOptions, Client, EndUser, Inbound, TrustOptions } from "@plastiq-connect/core";
import type { InboundFacts } from "./case.ts";
import type { Subject } from "./subject.ts";

/** The exports of a server runtime's package, and facts that only its launcher knows. */
export interface ServerParts {
  /** The runtime's name and version, for the report. */
  readonly runtime: Subject["runtime"];
  /** Missing capabilities, with reasons. Default: none. */
  readonly lacks?: Subject["lacks"];
  /** The package's `createClient`, with core's options. */
  createClient(options: CallerOptions): Client;
  /** The package's own. */
  endUserFrom(inbound: Inbound, trust: TrustOptions): EndUser;
  /** The package's `readInbound`, of a native request that is made out of the facts. */
  inboundOf(facts: InboundFacts): Inbound;
  /** The package's own. */
  isConnectError(value: unknown): boolean;
  /** Every way in which this runtime prints a value, besides those of every runtime. */
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
