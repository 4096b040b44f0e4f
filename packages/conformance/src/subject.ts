import type {
  CallerOptions,
  CallLimits,
  Client,
  ClientSecret,
  CreatePaymentMethodRequest,
  EndUser,
  EnvironmentOptions,
  Fetch,
  Hooks,
  Inbound,
  PaymentMethod,
  TrustOptions,
} from "@plastiq-connect/core";
import type { RemoteControl } from "@plastiq-connect/sandbox/control";
import type { Capability, InboundFacts } from "./case.ts";

/** How a client secret is spent. */
export interface SpendOptions extends CallLimits, EnvironmentOptions {
  /** To be passed on. */
  readonly traceId?: string | undefined;
  /** To be passed on. */
  readonly signal?: AbortSignal | undefined;
  /** To be used instead of the default. */
  readonly fetch?: Fetch | undefined;
  /** The end user's device id. */
  readonly deviceId?: string | undefined;
  /** To be passed on where there are any. */
  readonly hooks?: Hooks | undefined;
}

/** The subject of the tests: the library as one runtime offers it. */
export interface Subject {
  /** Its name and version, for the report. */
  readonly runtime: { readonly name: string; readonly version: string };
  /** Missing capabilities, with the reason in one sentence for each. */
  readonly lacks: Readonly<Partial<Record<Capability, string>>>;
  /** Absent where no API key may be. */
  createClient?(options: CallerOptions): Client;
  /** Asks the page's own server for a client secret; where there is no client. */
  obtain?(): Promise<ClientSecret>;
  /** Stores a payment method with a client secret. A bad option may throw or reject. */
  spend(clientSecret: string, request: CreatePaymentMethodRequest, options: SpendOptions): Promise<PaymentMethod>;
  /** The adapter's `readInbound`, of a native request that is made out of the facts. */
  inboundOf?(facts: InboundFacts): Inbound;
  /** The library's own. */
  endUserFrom?(inbound: Inbound, trust: TrustOptions): EndUser;
  /** The library's own. */
  isConnectError(value: unknown): boolean;
  /** Every way in which this runtime prints a value, besides those of every runtime. */
  inspect(value: unknown): readonly string[] | Promise<readonly string[]>;
}

/** A running sandbox as the runner needs it. */
export interface SandboxHandle {
  /** Where the subject calls. */
  readonly baseUrl: string;
  /** A key that the sandbox accepts. */
  readonly apiKey: string;
  /** A payer that is always there. */
  readonly payerId: string;
  /** The runner's control over the sandbox. */
  readonly control: Pick<
    RemoteControl,
    | "reset"
    | "addFault"
    | "seen"
    | "state"
    | "advance"
    | "revokeKey"
    | "setAllowedIps"
    | "setErrorShape"
    | "setPagination"
    | "setIntentOnPayments"
    | "setProcessingTime"
  >;
  /** Calls the sandbox's API with its key, without the subject. Returns the response's JSON. */
  request(method: "GET" | "POST", path: string, body?: unknown): Promise<Readonly<Record<string, unknown>>>;
  /** A new client secret, minted without the subject. */
  mint(): Promise<string>;
  /** Stores a payment method with it, without the subject. */
  spend(clientSecret: string, request: unknown): Promise<void>;
  /** Another server, where no request may end up. */
  readonly secondListener: { readonly origin: string; received(): Promise<number> };
  /** An origin on loopback where nobody listens. */
  readonly closedOrigin: string;
  /**
   * The origin of a server that answers every request with a success in gzip. Below `/bomb` it has a few kilobytes, and
   * 8 MiB when it is decompressed.
   */
  readonly compressedOrigin: string;
}
