import { type ApiKey, apiKeyCredential } from "../auth/api-key.ts";
import type { Credential } from "../auth/credential.ts";
import type { EndUser } from "../end-user/end-user.ts";
import { baseUrlOf, type EnvironmentOptions } from "../environment.ts";
import { configurationInvalid, inputInvalid } from "../error.ts";
import { REDACTED } from "../redact.ts";
import { type FullPatience, makeAttempts, type Patience } from "./attempts.ts";
import { type Call, presentCall, type WithResponse } from "./call.ts";
import type { Fetch } from "./fetch.ts";
import { apiHeaders, type OnBehalfOf, traceIdOf } from "./headers.ts";
import { type Hooks, notify } from "./hooks.ts";
import type { Operation } from "./operation.ts";
import { responseError } from "./response-error.ts";
import { loadTransport, type Transport } from "./transport.ts";

/** Where calls go and how patient they are, whatever they prove their right with. */
export interface TransportOptions extends EnvironmentOptions, Patience {
  /** Makes the HTTP requests. Default: the global `fetch`, looked up at each request. */
  readonly fetch?: Fetch | undefined;
  /** Watch every attempt; see {@link Hooks}. */
  readonly hooks?: Hooks | undefined;
}

/** How a server's client is set up. */
export interface CallerOptions extends TransportOptions {
  /** The partner's API key, or a function that gets it. */
  readonly apiKey: ApiKey;
}

/** What may be said of a single call; patience overrides the client's. */
export interface CallSettings extends Patience {
  /** A UUID v4 to find the call by in both sides' logs. Default: a new one. All attempts of the call share it. */
  readonly traceId?: string | undefined;
  /** Gives up the call when it fires. */
  readonly signal?: AbortSignal | undefined;
  /** Further headers, for what the vendor adds after this release. Those that the library sets are refused. */
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** What must and may be said of a single call from a server. */
export interface CallOptions extends CallSettings {
  /** The person at the browser, or `"none"` when there is nobody, as in a nightly job. */
  readonly endUser: EndUser | "none";
}

/** A call as {@link Caller.call} takes it, for who writes an operation or an adapter. */
export interface InvokeOptions extends CallSettings {
  /** Whom the call is made for. */
  readonly endUser: OnBehalfOf;
  /** Proves this call's right in the place of the caller's own credential. */
  readonly credential?: Credential | undefined;
}

/**
 * Something that can call the API: it knows where it is, what to prove its right with, and how patient to be.
 *
 * Every operation function takes one. A client is one, with the operations attached.
 */
export interface Caller {
  /** Where the API is, without a slash at its end. */
  readonly baseUrl: string;
  /**
   * Makes one call: checks the input, attempts, repeats where that is allowed, and decodes.
   *
   * @throws ConnectError (the call rejects).
   */
  call<Input, Output>(operation: Operation<Input, Output>, input: Input, options: InvokeOptions): Call<Output>;
  /** Resolves once no call is under way any more, however the calls end: for a server that shuts down. */
  settled(): Promise<void>;
}

/**
 * The smallest way to the API for a server: pass it to `createClientSecret` and its like, and a bundler keeps only the
 * operations that are used. `createClient` attaches them all. It does no I/O.
 *
 * @throws ConnectError `configuration_invalid`, naming the option.
 */
export function createCaller(options: CallerOptions): Caller {
  if (!(options instanceof Object)) throw configurationInvalid("The options must be an object.");
  return createCallerWith(apiKeyCredential(options.apiKey), options);
}

/** As {@link createCaller}, with any credential. */
export function createCallerWith(credential: Credential, options: TransportOptions): Caller {
  const baseUrl = baseUrlOf(options);
  const defaults = patience(DEFAULTS, options);
  const fetch = options.fetch ?? ((url, init) => globalThis.fetch(url, init));
  if (typeof fetch !== "function") throw configurationInvalid("fetch must be a function.");
  let transport: Transport | undefined;
  const hooks = options.hooks ?? {};
  let underWay = 0;
  const waiting: (() => void)[] = [];

  async function counted<Result>(start: () => Promise<Result>): Promise<Result> {
    underWay++;
    try {
      return await start();
    } finally {
      underWay--;
      if (underWay === 0) for (const wake of waiting.splice(0)) wake();
    }
  }

  function run<Input, Output>(
    operation: Operation<Input, Output>,
    input: Input,
    options: InvokeOptions,
  ): Promise<WithResponse<Output>> {
    // Without types it may have been left out: the missing end user is then named below.
    const { endUser, credential: own = credential, ...call } = options ?? {};
    const traceId = traceIdOf(call.traceId);
    const headers = apiHeaders({ endUser, traceId, extra: call.headers });
    const request = operation.encode(input, { headers });
    let token: string | undefined;
    const about = { operation: operation.name, method: request.method, url: baseUrl + request.path, traceId };

    return makeAttempts({
      ...patience(defaults, call),
      replay: operation.replay,
      renewable: own.renewable,
      signal: checkedSignal(call.signal),
      traceId,
      async run(signal, sent) {
        transport ??= await loadTransport(baseUrl, fetch);
        const used = token ?? (await own.token());
        // The time may have run out while the credential was fetched: then nothing may leave any more, and the next
        // attempt has fetched its own.
        signal.throwIfAborted();
        // A renewable one serves all attempts until it is refused; any other says each time whether it is over.
        if (own.renewable) token = used;
        const attempt = sent();
        const startedAt = performance.now();
        notify(hooks, "onRequest", () => ({
          ...about,
          attempt,
          headers: { ...request.headers, authorization: REDACTED },
        }));
        const answer = await transport(request, used, signal, own === credential);
        const { status, headers, traceId } = answer;
        notify(hooks, "onResponse", () => ({
          ...about,
          attempt,
          status,
          headers,
          duration: performance.now() - startedAt,
        }));
        if (status >= 200 && status < 300) {
          return { data: operation.decode(answer, request), response: { status, headers, traceId } };
        }
        const secrets = [used, ...request.secrets];
        if (status === 401) token = undefined;
        throw responseError(answer, about.operation, own.advice, secrets);
      },
      onRepetition(repetition) {
        notify(hooks, "onRetry", () => ({ ...about, ...repetition }));
      },
    });
  }

  return {
    baseUrl,
    call: (operation, input, options) => presentCall(counted(() => run(operation, input, options))),
    settled: async () => {
      if (underWay > 0) await new Promise<void>((resolve) => waiting.push(resolve));
    },
  };
}

const DEFAULTS: FullPatience = { timeout: 10_000, deadline: 30_000, retries: 2 };
// What setTimeout can hold: a longer one would fire at once.
const MAX_MS = 2_147_483_647;

// By what is used of it: signals of polyfills and of other realms are no instances of this one's class.
function checkedSignal(signal: AbortSignal | undefined): AbortSignal | undefined {
  const { aborted, addEventListener, removeEventListener } = Object(signal) as Partial<AbortSignal>;
  const usable = typeof aborted === "boolean" && typeof (addEventListener && removeEventListener) === "function";
  if (signal === undefined || usable) return signal;
  throw inputInvalid("signal must be an AbortSignal.");
}

/** The defaults with what was said over them, each checked. */
function patience(defaults: FullPatience, said: Patience): FullPatience {
  const full = { ...defaults };
  for (const name of Object.keys(DEFAULTS) as (keyof Patience)[]) {
    const value = said[name] ?? defaults[name];
    const least = name === "retries" ? 0 : 1;
    if (!Number.isFinite(value) || value < least || value > MAX_MS) {
      throw configurationInvalid(`${name} must be a number from ${least} to ${MAX_MS}.`);
    }
    full[name] = value;
  }
  return full;
}
