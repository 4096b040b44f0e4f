import type { Credential } from "../auth/credential.ts";
import { isConnectError } from "../error.ts";
import { REDACTED } from "../redact.ts";
import { checkedSignal } from "./abort.ts";
import type { Attempt } from "./attempt.ts";
import { makeAttempts } from "./attempts.ts";
import type { WithResponse } from "./call.ts";
import { type CallFacts, callFailure } from "./call-failure.ts";
import type { InvokeOptions } from "./caller.ts";
import { apiHeaders, traceIdOf } from "./headers.ts";
import { type HookEvent, type Hooks, notify } from "./hooks.ts";
import type { ApiRequest, Operation } from "./operation.ts";
import { type FullPatience, fullPatience } from "./patience.ts";
import { responseError } from "./response-error.ts";
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
  const { endUser, credential = setup.credential, ...call } = options ?? {};
  const { host } = new URL(setup.baseUrl);
  const { traceId, request, signal } = prepare();
  const about = { operation: operation.name, method: request.method, url: setup.baseUrl + request.path, traceId };
  return makeAttempts({
    patience: fullPatience(setup.patience, call),
    replay: operation.replay,
    renewable: credential.renewable,
    signal,
    facts: { operation: operation.name, host, effect: request.method !== "GET", traceId },
    run: attemptsOf(setup, operation, request, credential, about),
    onRetry: (retry) => notify(setup.hooks, "onRetry", () => ({ ...about, ...retry })),
  });

  function prepare(): { traceId: string; request: ApiRequest; signal: AbortSignal | undefined } {
    try {
      const traceId = traceIdOf(call.traceId);
      const headers = apiHeaders({ endUser, traceId, extra: call.headers });
      return { traceId, request: operation.encode(input, { headers }), signal: checkedSignal(call.signal) };
    } catch (error) {
      const facts: CallFacts = { operation: operation.name, host, effect: false };
      throw isConnectError(error) ? callFailure(error, facts, { attempts: 0, outcome: error.outcome }) : error;
    }
  }
}

/** The facts that all hook events of a call share. */
type About = Omit<HookEvent, "attempt">;

/** Returns the function that makes one attempt of a call. It keeps the token from attempt to attempt. */
function attemptsOf<Input, Output>(
  setup: CallerSetup,
  operation: Operation<Input, Output>,
  request: ApiRequest,
  credential: Credential,
  about: About,
): (attempt: Attempt) => Promise<WithResponse<Output>> {
  const { hooks } = setup;
  let token: string | undefined;
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
    const response = await transport(request, used, attempt, credential === setup.credential);
    const { status, headers } = response;
    notify(hooks, "onResponse", () => ({
      ...about,
      attempt: number,
      status,
      headers,
      duration: performance.now() - startedAt,
    }));
    if (status >= 200 && status < 300) {
      return { data: operation.decode(response, request), response: { status, headers, traceId: response.traceId } };
    }
    if (status === 401) token = undefined;
    throw responseError(response, credential.advice, [used, ...request.secrets]);
  };
}
