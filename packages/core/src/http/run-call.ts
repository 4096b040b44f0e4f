import type { Credential } from "../auth/credential.ts";
import { isConnectError } from "../error.ts";
import { REDACTED } from "../redact.ts";
import { checkedSignal } from "./abort.ts";
import type { Attempt } from "./attempt.ts";
import { makeAttempts } from "./attempts.ts";
import type { WithResponse } from "./call.ts";
import { type CallFacts, callFailure } from "./call-failure.ts";
import type { InvokeOptions } from "./caller.ts";
import { findDrift } from "./drift.ts";
import { withExtra } from "./extra.ts";
import { apiHeaders, traceIdOf } from "./headers.ts";
import { type HookEvent, type Hooks, notify } from "./hooks.ts";
import type { ApiRequest, Operation } from "./operation.ts";
import { type FullPatience, fullPatience } from "./patience.ts";
import { isReplay, responseError } from "./response-error.ts";
import type { Transport } from "./transport.ts";

/** What all calls of one caller share. */
export interface CallerSetup {
  readonly baseUrl: string;
  readonly credential: Credential;
  readonly patience: FullPatience;
  readonly hooks: Hooks;
  transport(): Promise<Transport>;
}

/** Makes one logical call: checks the input, makes the attempts, and decodes the response. */
export async function runCall<Input, Output>(
  setup: CallerSetup,
  operation: Operation<Input, Output>,
  input: Input,
  options: InvokeOptions,
): Promise<WithResponse<Output>> {
  // Without types the options may have been left out: the missing end user is then named below.
  const { endUser, credential = setup.credential, hooks = setup.hooks, ...call } = options ?? {};
  const { host } = new URL(setup.baseUrl);
  const { traceId, request, url, signal } = prepare();
  const replay = typeof operation.replay === "function" ? operation.replay(input) : operation.replay;
  const about = { operation: operation.name, method: request.method, url, traceId };
  const history = { uncertain: false };
  return makeAttempts({
    patience: fullPatience(setup.patience, call),
    replay,
    renewable: credential.renewable,
    signal,
    facts: {
      operation: operation.name,
      host,
      effect: request.method !== "GET",
      traceId,
      replay,
      idempotencyKey: request.headers["idempotency-key"],
    },
    run: attemptsOf(setup, {
      hooks,
      operation,
      request,
      credential,
      about,
      history,
      keyed: replay === "idempotency-key",
    }),
    onRetry(retry) {
      history.uncertain = retry.error.outcome === "unknown";
      notify(hooks, "onRetry", () => ({ ...about, ...retry }));
    },
  });

  function prepare(): { traceId: string; request: ApiRequest; url: string; signal: AbortSignal | undefined } {
    try {
      const traceId = traceIdOf(call.traceId);
      const headers = apiHeaders({ endUser, traceId, extra: call.headers });
      const known = operation.encode(input, { headers });
      const request = call.extra ? withExtra(known, call.extra) : known;
      // Hooks are shown the address without what the request model does not know.
      return { traceId, request, url: setup.baseUrl + known.path, signal: checkedSignal(call.signal) };
    } catch (error) {
      const facts: CallFacts = { operation: operation.name, host, effect: false };
      throw isConnectError(error) ? callFailure(error, facts, { attempts: 0, outcome: error.outcome }) : error;
    }
  }
}

/** The facts that all hook events of a call share. */
type About = Omit<HookEvent, "attempt">;

interface OneCall<Input, Output> {
  readonly hooks: Hooks;
  readonly operation: Operation<Input, Output>;
  readonly request: ApiRequest;
  readonly credential: Credential;
  readonly about: About;
  /** Whether an attempt so far may have taken effect. */
  readonly history: { readonly uncertain: boolean };
  /** Whether it has an idempotency key. */
  readonly keyed: boolean;
}

/** Returns the function that makes one attempt of a call. It keeps the token from attempt to attempt. */
function attemptsOf<Input, Output>(
  setup: CallerSetup,
  { hooks, operation, request, credential, about, history, keyed }: OneCall<Input, Output>,
): (attempt: Attempt) => Promise<WithResponse<Output>> {
  let token: string | undefined;
  // The vendor may still repeat a key that it has refused.
  const refused: string[] = [];
  return async (attempt) => {
    const transport = await setup.transport();
    const used = token ?? (await credential.token());
    // The time may have run out while the credential was fetched: then nothing may be sent any more, and the next
    // attempt has fetched its own.
    if (attempt.signal.aborted) throw new Error("The attempt is over.");
    // A renewable one serves all attempts until it is refused; any other says each time whether it has expired.
    if (credential.renewable) token = used;
    const number = attempt.begin();
    const startedAt = performance.now();
    notify(hooks, "onRequest", () => ({
      ...about,
      attempt: number,
      headers: { ...request.headers, authorization: REDACTED },
    }));
    const secrets = [...request.secrets, ...refused];
    const response = await transport({ ...request, secrets }, used, attempt, credential === setup.credential);
    const { status, headers } = response;
    notify(hooks, "onResponse", () => ({
      ...about,
      attempt: number,
      status,
      headers,
      duration: performance.now() - startedAt,
    }));
    const facts = {
      status,
      headers,
      traceId: response.traceId,
      attempts: number,
      ...(keyed ? { replayed: isReplay(headers) } : {}),
    };
    if (status >= 200 && status < 300) {
      if (hooks.onDrift) {
        const drift = findDrift(status, response.body, operation.model?.());
        if (drift.length > 0) notify(hooks, "onDrift", () => ({ ...about, attempt: number, drift }));
      }
      return { data: operation.decode(response, request), response: facts };
    }
    if (status === 401) {
      token = undefined;
      refused.push(used);
    }
    const error = responseError(response, credential.advice, [used, ...secrets], keyed);
    const gone = operation.goneIsDone && error.code === "not_found" && error.outcome === "rejected";
    // An earlier attempt of this very call may have deleted it.
    if (gone && history.uncertain) return { data: undefined as Output, response: facts };
    throw error;
  };
}
