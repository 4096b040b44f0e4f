import type { EndUser, Extra, Patience } from "@plastiq-connect/core";
import type { Fault, OperationName } from "@plastiq-connect/sandbox";
import type { Pattern } from "./pattern.ts";

/** Records that a case can ask for before a call. The id is then the placeholder of the same name. */
export type RecordName = "category" | "paymentMethod" | "recipient" | "paymentIntent" | "payment" | "refund";

/**
 * Something that a runtime may lack, for a reason that it gives.
 *
 * - `api-key`: it may hold an API key, so that it has a client.
 * - `end-user`: it speaks for an end user, and is not itself the end user's browser.
 * - `inbound`: it has requests of end users to read.
 * - `response-facts`: a call also gives the status and headers of its response, and hooks watch it.
 * - `redirect-details`: it sees the status and the `Location` of a redirect that it does not follow.
 * - `not-sent`: it knows when no connection was made.
 * - `sends-once`: its `fetch` sends a request once, also when a kept connection breaks under it.
 * - `connection`: what the sandbox does to a connection arrives as that, and not as some proxy's own response.
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
 * Fields that every case has. A case is data: everything in it survives JSON.
 *
 * Its texts may hold `{payer}`, `{host}` (of the base URL), `{apiKey}`, `{clientSecret}`, `{traceId}`, `{key}` (a new
 * idempotency key), `{second}` (the origin of the second listener), `{closed}` (an origin where nobody listens),
 * `{compressed}` (the origin of {@link SandboxHandle.compressedOrigin}) and the id of each record, such as `{payment}`: the runner fills them in.
 */
interface CaseBase {
  /** Stable, such as `retry/503-heals`. */
  readonly name: `${string}/${string}`;
  /** The rule that it holds the subject to, in one sentence. */
  readonly rule: string;
  /** Where one of these is lacking, the case does not apply. */
  readonly needs?: readonly Capability[];
}

/**
 * The called function: an operation of the API or one of these. `spend` is `createPaymentMethod` with a client secret in the
 * place of the API key, `obtain` is how a page gets a client secret from its own server, `sendDocument` is
 * `createDocument` followed by the upload, `resolvePayment` reads the intent and the payer's payments, and `request` calls
 * any endpoint.
 */
export type CaseOperation = OperationName | "spend" | "obtain" | "sendDocument" | "resolvePayment" | "request";

/** How the client of a call is set up. What is left out is right for the sandbox. */
export interface ClientSetup extends Patience {
  /** Another API key than the sandbox's. */
  readonly apiKey?: string;
  /** The API key is a function that gives these, one after another; the last one again and again. */
  readonly apiKeys?: readonly string[];
  /** The function takes so many milliseconds. */
  readonly apiKeyDelay?: number;
  /** The API key is a function that throws an error with this message. */
  readonly apiKeyFailure?: string;
  /** Another place than the sandbox. */
  readonly baseUrl?: string;
  /** Also one that there is none of. */
  readonly environment?: string;
  /** The call is made by a client that is derived from it with these options. */
  readonly derived?: Patience & { readonly apiKey?: string };
}

/** Options of the call itself. */
export interface CallSetup extends Patience {
  /** Default `"none"`. Null: left out. */
  readonly endUser?: EndUser | "none" | null;
  /** The end user is read from this request instead. */
  readonly inbound?: InboundFacts;
  /** How many proxies are believed about the end user of `inbound`. */
  readonly trustedHops?: number;
  /** Default: a new one, made by the runner. Null: left out, so that the subject makes one. */
  readonly traceId?: string | null;
  /** Further headers. */
  readonly headers?: Readonly<Record<string, string>>;
  /** The caller gives up after so many milliseconds. 0: before it calls. */
  readonly abortAfter?: number;
  /** The client secret that is spent. Default: a new one. */
  readonly clientSecret?: string;
  /** For `createPayment`. Default: `{key}`. Null: left out. */
  readonly idempotencyKey?: string | null;
  /** For a list: collects at most so many of its items, from page to page. Left out: the first page. */
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

/** Something that is done to the sandbox before the call. */
export type Preparation =
  | { readonly do: "advance"; readonly ms: number }
  | { readonly do: "spend-secret" }
  | { readonly do: "revoke-key" }
  | { readonly do: "allow-ips"; readonly ips: readonly string[] }
  | { readonly do: "error-shape"; readonly shape: "reference" | "guide" }
  | { readonly do: "pagination"; readonly pagination: "with" | "without" }
  | { readonly do: "processing-time"; readonly ms: number };

/** A response that a custom `fetch` gives in the sandbox's place. */
export type CannedAnswer =
  | {
      readonly status: number;
      readonly headers?: Readonly<Record<string, string>>;
      /** A text goes as it is, anything else as JSON. */
      readonly body?: unknown;
      /** The body's bytes, chunk by chunk. */
      readonly chunks?: readonly (readonly number[])[];
      /** After the last chunk the body neither goes on nor ends. */
      readonly stalls?: true;
    }
  /** The fetch never settles and does not mind its signal. */
  | { readonly never: true }
  /** The fetch rejects, with an error that holds all that it was called with. */
  | {
      readonly throws: string;
      readonly notSent?: true;
      /** The error is a `ConnectError` of another copy of the library, with these fields. */
      readonly branded?: Readonly<Record<string, string>>;
    };

/** One call, and what becomes of it. */
export interface CallCase extends CaseBase {
  /** Tells it from the other kind of case. */
  readonly kind: "call";
  /** The called operation. */
  readonly operation: CaseOperation;
  /** Where there is no API key, the same is expected of this. */
  readonly withoutApiKey?: "spend" | "obtain";
  /** Default: a sample that the sandbox accepts. */
  readonly input?: unknown;
  /** How its client is set up. */
  readonly client?: ClientSetup;
  /** Options of the call itself. */
  readonly call?: CallSetup;
  /** Records in the sandbox before the call. Default: those that the operation's row needs. */
  readonly records?: readonly RecordName[];
  /** Changes to the sandbox before the call. */
  readonly prepare?: readonly Preparation[];
  /** For the operation that is called. */
  readonly faults?: readonly Omit<Fault, "operation">[];
  /** In the place of the sandbox's, in this order; the last one again and again. */
  readonly answers?: readonly CannedAnswer[];
  /** The hooks throw after they were told. */
  readonly hooksThrow?: true;
  /** How many milliseconds the runner waits after the call before it looks. */
  readonly linger?: number;
  /** The value of `Math.random` meanwhile, from 0 to below 1. */
  readonly chance?: number;
  /** Texts that must not be in any print, besides the credentials and numbers that never may. */
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
  /** The last one: `method`, `path`, `query`, `headers`, `body`, and the `bearer`'s label (or text, for a canned response). */
  readonly request?: Pattern;
  /** The query of each request, in their order. */
  readonly queries?: Pattern;
  /** True if all requests were the same, byte for byte, also the trace id and the idempotency key. */
  readonly identical?: Pattern;
  /** The resolved value. Of a client secret, only its public facts. */
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
  /** How many bodies of canned responses were given up before their end. */
  readonly cancelled?: Pattern;
  /** How many listeners were left on the caller's signal. In every case none may be. */
  readonly listeners?: Pattern;
}

/** A case about how core reads an inbound request. */
export interface EndUserCase extends CaseBase {
  /** Tells it from the other kind of case. */
  readonly kind: "end-user";
  /** The request that arrived. */
  readonly inbound: InboundFacts;
  /** How many proxies are believed. Default: what core has. */
  readonly trustedHops?: number;
  /** `endUser` or `error`. */
  readonly expected: { readonly endUser?: Pattern; readonly error?: Pattern };
}

/** One rule, and the data that prove it. */
export type ConformanceCase = CallCase | EndUserCase;
