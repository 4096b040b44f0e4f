import type { ApiKey } from "../../auth/api-key.ts";
import type { Credential } from "../../auth/credential.ts";
import type { EndUser } from "../../end-user/end-user.ts";
import type { EnvironmentOptions } from "../../environment.ts";
import type { CallLimits } from "../attempts/call-limits.ts";
import type { AttemptLog, Hooks } from "../hooks/hooks.ts";
import type { Call } from "../operation/call.ts";
import type { Extra } from "../operation/extra.ts";
import type { OnBehalfOf } from "../operation/headers.ts";
import type { Operation } from "../operation/operation.ts";
import type { Fetch } from "../transport/fetch.ts";

/** Options of a caller, without the credential. */
export interface TransportOptions extends EnvironmentOptions, CallLimits {
  /** Sends the HTTP requests. Default: the global `fetch`, looked up at each request. */
  readonly fetch?: Fetch | undefined;
  /** Functions that observe calls; see {@link Hooks}. */
  readonly hooks?: Hooks | undefined;
  /** Logs every attempt: the result of `createLog`. `createClient` creates it from `logger` and `logLevel`. */
  readonly log?: AttemptLog | undefined;
}

/** Options for `createCaller`. */
export interface CallerOptions extends TransportOptions {
  /** The partner's API key, or a function that returns it. */
  readonly apiKey: ApiKey;
}

/** Options of a single call. Timeouts and retries override the client's. */
export interface CallSettings extends CallLimits {
  /**
   * A UUID v4 that identifies the call in your logs and the vendor's. Default: a new one. All attempts of the call
   * share it.
   */
  readonly traceId?: string | undefined;
  /** Aborts the call. */
  readonly signal?: AbortSignal | undefined;
  /**
   * Additional headers, except those that the library sets. `onRequest` hides their values. But if a response echoes
   * one, errors, logs and `onResponse` contain it.
   */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /**
   * Additional fields of the body and the query that the request model does not contain. They are redacted like
   * secrets.
   */
  readonly extra?: Extra | undefined;
}

/** Options of a single call from a server. */
export interface CallOptions extends CallSettings {
  /** The person at the browser, or `"none"` when there is none, as in a scheduled job. */
  readonly endUser: EndUser | "none";
}

/** Options of {@link Caller.call}, for authors of operations and adapters. */
export interface InvokeOptions extends CallSettings {
  /** The end user that the call is made for. */
  readonly endUser: OnBehalfOf;
  /** Supplies this call's bearer token instead of the caller's credential. */
  readonly credential?: Credential | undefined;
  /** Hooks that observe this call instead of the caller's. */
  readonly hooks?: Hooks | undefined;
}

/**
 * An object that can call the API: it has the base URL, a credential, timeouts and retries.
 *
 * Every operation function takes a caller. A client is a caller with the operations attached.
 */
export interface Caller {
  /** The base URL, without a trailing slash. */
  readonly baseUrl: string;
  /**
   * Makes one call: validates the input, sends the request, retries where that is allowed, and decodes the response.
   *
   * @throws ConnectError (the call rejects).
   */
  call<Input, Output>(operation: Operation<Input, Output>, input: Input, options: InvokeOptions): Call<Output>;
  /**
   * Resolves when no call is in progress, whether the calls succeed or fail. Use it when a server shuts down. In a
   * Worker, any request may await it.
   */
  settled(): Promise<void>;
}
