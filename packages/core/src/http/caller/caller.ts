import type { ApiKey } from "../../auth/api-key.ts";
import type { Credential } from "../../auth/credential.ts";
import type { EndUser } from "../../end-user/end-user.ts";
import type { EnvironmentOptions } from "../../environment.ts";
import type { Patience } from "../attempts/patience.ts";
import type { AttemptLog, Hooks } from "../hooks/hooks.ts";
import type { Call } from "../operation/call.ts";
import type { Extra } from "../operation/extra.ts";
import type { OnBehalfOf } from "../operation/headers.ts";
import type { Operation } from "../operation/operation.ts";
import type { Fetch } from "../transport/fetch.ts";

/** The base URL, time limits and retries of calls, with any kind of credential. */
export interface TransportOptions extends EnvironmentOptions, Patience {
  /** Makes the HTTP requests. Default: the global `fetch`, looked up at each request. */
  readonly fetch?: Fetch | undefined;
  /** Watch every attempt; see {@link Hooks}. */
  readonly hooks?: Hooks | undefined;
  /** Logs every attempt: what `createLog` returns. `createClient` makes it of `logger` and `logLevel`. */
  readonly log?: AttemptLog | undefined;
}

/** How a server's client is set up. */
export interface CallerOptions extends TransportOptions {
  /** The partner's API key, or a function that gets it. */
  readonly apiKey: ApiKey;
}

/** Options of a single call. Time limits and retries override the client's. */
export interface CallSettings extends Patience {
  /** A UUID v4 to find the call by in both sides' logs. Default: a new one. All attempts of the call share it. */
  readonly traceId?: string | undefined;
  /** Gives up the call when it fires. */
  readonly signal?: AbortSignal | undefined;
  /** Further headers, for what the vendor adds after this release. Those that the library sets are refused. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** Further fields of the body and the query that the request model does not know. They are redacted like secrets. */
  readonly extra?: Extra | undefined;
}

/** Options of a single call from a server. */
export interface CallOptions extends CallSettings {
  /** The person at the browser, or `"none"` when there is nobody, as in a nightly job. */
  readonly endUser: EndUser | "none";
}

/** A call as {@link Caller.call} takes it, for authors of operations and adapters. */
export interface InvokeOptions extends CallSettings {
  /** Whom the call is made for. */
  readonly endUser: OnBehalfOf;
  /** Proves this call's right in the place of the caller's own credential. */
  readonly credential?: Credential | undefined;
  /** Watch this call in the place of the caller's own hooks. */
  readonly hooks?: Hooks | undefined;
}

/**
 * Something that can call the API: it has the base URL, a credential, time limits and retries.
 *
 * Every operation function takes one. A client is one, with the operations attached.
 */
export interface Caller {
  /** Where the API is, without a slash at its end. */
  readonly baseUrl: string;
  /**
   * Makes one call: checks the input, sends the request, retries where that is allowed, and decodes the response.
   *
   * @throws ConnectError (the call rejects).
   */
  call<Input, Output>(operation: Operation<Input, Output>, input: Input, options: InvokeOptions): Call<Output>;
  /**
   * Resolves once no call is under way, however the calls end: for a server that shuts down. In a Worker any request may
   * await it.
   */
  settled(): Promise<void>;
}
