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

/** Options for `spend`. */
export interface SpendOptions extends CallLimits, EnvironmentOptions {
  /** To be passed on. */
  readonly traceId?: string | undefined;
  /** To be passed on. */
  readonly signal?: AbortSignal | undefined;
  /** Replaces the default. */
  readonly fetch?: Fetch | undefined;
  /** The end user's device id. */
  readonly deviceId?: string | undefined;
  /** To be passed on if set. */
  readonly hooks?: Hooks | undefined;
}

/** The subject of the tests: the library as one runtime offers it. */
export interface Subject {
  /** Its name and version, for the report. */
  readonly runtime: { readonly name: string; readonly version: string };
  /** Missing capabilities, with the reason in one sentence for each. */
  readonly lacks: Readonly<Partial<Record<Capability, string>>>;
  /** Absent in a runtime that must not have an API key. */
  createClient?(options: CallerOptions): Client;
  /** Requests a client secret from the page's own server. Only without `createClient`. */
  obtain?(): Promise<ClientSecret>;
  /** Stores a payment method with a client secret. A bad option may throw or reject. */
  spend(clientSecret: string, request: CreatePaymentMethodRequest, options: SpendOptions): Promise<PaymentMethod>;
  /** Calls the adapter's `readInbound` with a native request that has these facts. */
  inboundOf?(facts: InboundFacts): Inbound;
  /** The library's own. */
  endUserFrom?(inbound: Inbound, trust: TrustOptions): EndUser;
  /** The library's own. */
  isConnectError(value: unknown): boolean;
  /** Returns every way in which this runtime prints a value, besides those of all runtimes. */
  inspect(value: unknown): readonly string[] | Promise<readonly string[]>;
}

/** A running sandbox. */
export interface SandboxHandle {
  /** The base URL of the subject. */
  readonly baseUrl: string;
  /** A key that the sandbox accepts. */
  readonly apiKey: string;
  /** A payer that always exists. */
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
  /** Another server, which must not receive a request. */
  readonly secondListener: { readonly origin: string; received(): Promise<number> };
  /** An origin on loopback where nobody listens. */
  readonly closedOrigin: string;
  /**
   * The origin of a server that responds to every request with a success in gzip. Below `/bomb`, the response has a few
   * kilobytes, and 8 MiB when it is decompressed.
   */
  readonly compressedOrigin: string;
}
