import type { CallLimits, EndUser, Extra } from "@plastiq-connect/core";
import type { Fault, OperationName } from "@plastiq-connect/sandbox";
import type { Pattern } from "./pattern.ts";

/**
 * Records that a case can require before a call. The record's id replaces the placeholder of the same name. An
 * `equalPayment` differs from `payment` only in its id, its time and its intent.
 */
export type RecordName =
  | "category"
  | "paymentMethod"
  | "recipient"
  | "paymentIntent"
  | "payment"
  | "equalPayment"
  | "refund";

/**
 * A capability that a runtime may lack, with a reason.
 *
 * - `api-key`: it may use an API key, so it has a client.
 * - `end-user`: it calls on behalf of an end user, and is not the end user's browser.
 * - `inbound`: it receives requests of end users.
 * - `response-facts`: a call also returns the status and headers of its response, and supports hooks.
 * - `redirect-details`: it sees the status and the `Location` of a redirect that it does not follow.
 * - `not-sent`: it knows when no connection was made.
 * - `sends-once`: its `fetch` sends a request once, even when a kept-alive connection breaks.
 * - `connection`: the sandbox's connection faults reach the client, instead of a proxy's own response.
 */
export type Capability =
  | "api-key"
  | "end-user"
  | "inbound"
  | "response-facts"
  | "redirect-details"
  | "not-sent"
  | "sends-once"
  | "connection";

/**
 * Fields of every case. A case is data: it can be serialized as JSON.
 *
 * Its texts may hold `{payer}`, `{host}` (of the base URL), `{apiKey}`, `{clientSecret}`, `{traceId}`, `{key}` (a new
 * idempotency key), `{second}` (the origin of the second listener), `{closed}` (an origin where nobody listens),
 * `{compressed}` (the origin of {@link SandboxHandle.compressedOrigin}) and the id of each record, such as `{payment}`: the runner fills them in.
 */
type CaseBase = {
  /** Stable, such as `retry/503-heals`. */
  readonly name: `${string}/${string}`;
  /** The rule that the case checks, in one sentence. */
  readonly rule: string;
  /** The required capabilities. The case does not apply to a runtime that lacks one of them. */
  readonly needs?: readonly Capability[];
};

/**
 * The called function: an operation of the API or one of these. `spend` is `createPaymentMethod` with a client secret in the
 * place of the API key, `obtain` is how a page gets a client secret from its own server, `sendDocument` is
 * `createDocument` followed by the upload, `resolvePayment` reads the intent and the payer's payments, and `request` calls
 * any endpoint.
 */
export type CaseOperation = OperationName | "spend" | "obtain" | "sendDocument" | "resolvePayment" | "request";

/** Options of the client. Defaults match the sandbox. */
export interface ClientSetup extends CallLimits {
  /** An API key that differs from the sandbox's. */
  readonly apiKey?: string;
  /** The API key is a function that returns these in order, and then repeats the last one. */
  readonly apiKeys?: readonly string[];
  /** How long that function takes, in milliseconds. */
  readonly apiKeyDelay?: number;
  /** The API key is a function that throws an error with this message. */
  readonly apiKeyFailure?: string;
  /** A base URL that differs from the sandbox's. */
  readonly baseUrl?: string;
  /** An environment, which may be invalid. */
  readonly environment?: string;
  /** The call is made by a client that is derived from it with these options. */
  readonly derived?: CallLimits & { readonly apiKey?: string };
}

/** Options of the call itself. */
export interface CallSetup extends CallLimits {
  /** The end user. Default `"none"`. Null: omitted. */
  readonly endUser?: EndUser | "none" | null;
  /** The inbound request that the end user is read from instead. */
  readonly inbound?: InboundFacts;
  /** The number of trusted proxies for `inbound`. */
  readonly trustedHops?: number;
  /** The trace id. Default: a new one from the runner. Null: omitted, so that the subject creates one. */
  readonly traceId?: string | null;
  /** Further headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The caller aborts after this many milliseconds. 0: before the call. */
  readonly abortAfter?: number;
  /** The client secret that is spent. Default: a new one. */
  readonly clientSecret?: string;
  /** The idempotency key, if the operation takes one. Default: `{key}`. Null: omitted. */
  readonly idempotencyKey?: string | null;
  /** For a list: collects at most this many items, across pages. Default: the first page only. */
  readonly walk?: number;
  /** For a list: visits its items, and aborts the caller's signal at this one, counted from 1. */
  readonly abortAtItem?: number;
  /** Aborts the caller's signal when this request arrives at a canned response, counted from 1. */
  readonly abortAtRequest?: number;
  /** For `sendDocument`: what the file is. Default `blob`. */
  readonly file?: "blob" | "file" | "bytes";
  /** Fields that the request model does not know. */
  readonly extra?: Extra;
}

/** An inbound request as facts. In header values, one character is one byte. */
export interface InboundFacts {
  /** The headers, with names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The address that the runtime sees. */
  readonly peer?: string;
}

/** A change to the sandbox before the call. */
export type Preparation =
  | { readonly do: "advance"; readonly ms: number }
  | { readonly do: "spend-secret" }
  | { readonly do: "revoke-key" }
  | { readonly do: "allow-ips"; readonly ips: readonly string[] }
  | { readonly do: "error-shape"; readonly shape: "reference" | "guide" }
  | { readonly do: "pagination"; readonly pagination: "with" | "without" }
  | { readonly do: "intent-on-payments"; readonly intentOnPayments: "with" | "without" }
  | { readonly do: "processing-time"; readonly ms: number };

/** A response, or another result, that a custom `fetch` returns instead of calling the sandbox. */
export type CannedResponse =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** The body. A string is sent unchanged, anything else as JSON. */
      readonly body?: unknown;
      /** The body's bytes, chunk by chunk. */
      readonly chunks?: readonly (readonly number[])[];
      /** The body stalls after the last chunk. */
      readonly stalls?: true;
    }
  /** The fetch never settles and ignores its signal. */
  | { readonly never: true }
  /** The fetch rejects with an error that contains all of its arguments. */
  | {
      readonly throws: string;
      readonly notSent?: true;
      /** The error is a `ConnectError` of another copy of the library, with these fields. */
      readonly branded?: Readonly<Record<string, string>>;
    };

/** One call and its expected result. */
export interface CallCase extends CaseBase {
  /** The kind of the case. */
  readonly kind: "call";
  /** The called operation. */
  readonly operation: CaseOperation;
  /** The operation that runs instead in a runtime without an API key. */
  readonly withoutApiKey?: "spend" | "obtain";
  /** Default: a sample that the sandbox accepts. */
  readonly input?: unknown;
  /** Options of the client. */
  readonly client?: ClientSetup;
  /** Options of the call itself. */
  readonly call?: CallSetup;
  /** Records in the sandbox before the call. Default: those that the operation's row needs. */
  readonly records?: readonly RecordName[];
  /** Changes to the sandbox before the call. */
  readonly prepare?: readonly Preparation[];
  /** Faults of the called operation. */
  readonly faults?: readonly Omit<Fault, "operation">[];
  /** Responses instead of the sandbox's, in this order. The last one is repeated. */
  readonly responses?: readonly CannedResponse[];
  /** The hooks throw when they are called. */
  readonly hooksThrow?: true;
  /** How long the runner waits after the call before it checks, in milliseconds. */
  readonly linger?: number;
  /** The value of `Math.random` during the call, from 0 to below 1. */
  readonly chance?: number;
  /** Texts that must not be printed, besides credentials and sensitive numbers. */
  readonly hidden?: readonly string[];
  /** The expected facts. */
  readonly expected: CallExpectation;
  /** The expected facts where a capability is missing. */
  readonly without?: { readonly [Lacking in Capability]?: CallExpectation };
}

/** A subset of the facts of a call. */
export interface CallExpectation {
  /** How many requests arrived, all with the call's own trace id. */
  readonly requests?: Pattern;
  /** The last request: `method`, `path`, `query`, `headers`, `body`, and the `bearer`'s label (or text, for a canned response). */
  readonly request?: Pattern;
  /** The query of each request, in their order. */
  readonly queries?: Pattern;
  /** True if all requests were the same byte for byte, including the trace id and the idempotency key. */
  readonly identical?: Pattern;
  /** The resolved value. A client secret shows only its public properties. */
  readonly value?: Pattern;
  /** The fields of the error. */
  readonly error?: Pattern;
  /** `status`, `headers`, `traceId` and `replayed`. */
  readonly response?: Pattern;
  /** How long the call took, in milliseconds. */
  readonly took?: Pattern;
  /** How many requests arrived at the second listener. */
  readonly elsewhere?: Pattern;
  /** How many records of each resource the sandbox has afterwards, such as `payments`. */
  readonly stored?: Pattern;
  /** The calls of hooks, such as `onResponse 1 503`. */
  readonly hooks?: Pattern;
  /** The findings that `onDrift` was called with, such as `field later`. */
  readonly drift?: Pattern;
  /** How many bodies of canned responses were canceled before their end. */
  readonly canceled?: Pattern;
  /** How many listeners were left on the caller's signal. Every case expects none. */
  readonly listeners?: Pattern;
}

/** A case about how core reads an inbound request. */
export interface EndUserCase extends CaseBase {
  /** The kind of the case. */
  readonly kind: "end-user";
  /** The request that arrived. */
  readonly inbound: InboundFacts;
  /** The number of trusted proxies. Default: that of core. */
  readonly trustedHops?: number;
  /** `endUser` or `error`. */
  readonly expected: { readonly endUser?: Pattern; readonly error?: Pattern };
}

/** A rule, and the data that check it. */
export type ConformanceCase = CallCase | EndUserCase;
