import type { Credential } from "../auth/credential.ts";
import { isConnectError } from "../error.ts";
import { REDACTED, redactor } from "../redact.ts";
import { checkedSignal } from "./abort.ts";
import type { Attempt } from "./attempt.ts";
import { makeAttempts } from "./attempts.ts";
import type { ResponseFacts, WithResponse } from "./call.ts";
import { type CallFacts, callFailure } from "./call-failure.ts";
import type { CallerSetup, RunOptions } from "./caller-setup.ts";
import { traceIdOf } from "./headers.ts";
import { type AttemptEvent, type CallEvent, type HookEvent, type Hooks, notify } from "./hooks.ts";
import type { ApiRequest, ApiResponse, Operation } from "./operation.ts";
import { fullPatience } from "./patience.ts";
import { responseError } from "./response-error.ts";
import { withLazyHeaders } from "./response-headers.ts";

/** Makes one logical call: checks the input, makes the attempts, and decodes the response. */
export function runCall<Input, Output, Options extends RunOptions>(
  setup: CallerSetup<Options>,
  operation: Operation<Input, Output>,
  input: Input,
  options: Options,
): Promise<WithResponse<Output>> {
  const hooks = options?.hooks ?? setup.hooks;
  const watched = { operation: operation.name, host: setup.host, call: {} };
  const make = (): Promise<WithResponse<Output>> => {
    // Not an async function: a promise inside another one costs three turns of the event loop.
    try {
      return makeCall(setup, operation, input, options, hooks, watched);
    } catch (error) {
      return Promise.reject(error);
    }
  };
  const { watchCall } = setup.parts;
  return watchCall && (hooks.onCall || hooks.onEnd) ? watchCall(hooks, watched, make) : make();
}

function makeCall<Input, Output, Options extends RunOptions>(
  setup: CallerSetup<Options>,
  operation: Operation<Input, Output>,
  input: Input,
  options: Options,
  hooks: Hooks,
  event: CallEvent,
): Promise<WithResponse<Output>> {
  // Without types the options may have been left out: the missing end user is then named below.
  const call: Partial<Options> = options ?? {};
  const { credential = setup.credential, extra } = call;
  const { traceId, request, url, signal } = prepare();
  const replay = typeof operation.replay === "function" ? operation.replay(input) : operation.replay;
  const about = { call: event.call, operation: operation.name, method: request.method, url, traceId };
  const history: History = { uncertain: false, startedAt: undefined };
  const watchers = [hooks, { onAttempt: setup.log }];
  const end: EndAttempt = (facts) => endAttempt(watchers, about, history, facts);
  return makeAttempts({
    patience: fullPatience(setup.patience, call),
    replay,
    renewable: credential.renewable,
    signal,
    facts: {
      ...event,
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
      end,
      keyed: replay === "idempotency-key",
    }),
    onFailure(error, attempt, delay) {
      const { status, traceId: vendorTraceId } = isConnectError(error) ? error : {};
      end({ attempt, status, vendorTraceId, error, delay });
    },
    onRetry(retry) {
      history.uncertain = retry.error.outcome === "unknown";
      notify(hooks, "onRetry", () => ({ ...about, ...retry }));
    },
  });

  function prepare(): { traceId: string; request: ApiRequest; url: string; signal: AbortSignal | undefined } {
    try {
      const traceId = traceIdOf(call.traceId);
      const headers = setup.parts.headers(call, traceId);
      const known = operation.encode(input, { headers });
      const request = (extra && setup.parts.withExtra?.(known, extra)) ?? known;
      // Hooks are shown the address without what the request model does not know.
      const path = known.path.includes("?") ? redactor(known.secrets)(known.path) : known.path;
      return { traceId, request, url: setup.baseUrl + path, signal: checkedSignal(call.signal) };
    } catch (error) {
      const facts: CallFacts = { ...event, effect: false };
      throw isConnectError(error) ? callFailure(error, facts, { attempts: 0, outcome: error.outcome }) : error;
    }
  }
}

/** The facts that all hook events of a call share. */
type About = Omit<HookEvent, "attempt">;

/** Facts that the attempts of a call leave behind. */
interface History {
  /** True if an attempt so far may have taken effect. */
  uncertain: boolean;
  /** When the attempt that is under way was sent. Undefined between attempts. */
  startedAt: number | undefined;
}

type EndFacts = Omit<AttemptEvent, keyof About | "duration">;
type EndAttempt = (facts: EndFacts) => void;

/** Calls the hook of an attempt that ended, once, and only when the attempt was sent. */
function endAttempt(watchers: readonly Hooks[], about: About, history: History, facts: EndFacts): void {
  const { startedAt } = history;
  if (startedAt === undefined) return;
  history.startedAt = undefined;
  const duration = performance.now() - startedAt;
  for (const hooks of watchers) notify(hooks, "onAttempt", () => ({ ...about, duration, ...facts }));
}

interface OneCall<Input, Output> {
  readonly hooks: Hooks;
  readonly operation: Operation<Input, Output>;
  readonly request: ApiRequest;
  readonly credential: Credential;
  readonly about: About;
  readonly history: History;
  readonly end: EndAttempt;
  /** True if it has an idempotency key. */
  readonly keyed: boolean;
}

/** Returns the function that makes one attempt of a call. It keeps the token from attempt to attempt. */
function attemptsOf<Input, Output>(
  setup: Pick<CallerSetup<never>, "parts" | "transport">,
  { hooks, operation, request, credential, about, history, end, keyed }: OneCall<Input, Output>,
): (attempt: Attempt) => Promise<WithResponse<Output>> {
  let token: string | undefined;
  // The vendor may still repeat a key that it has refused.
  const refused: string[] = [];
  return async (attempt) => {
    // Awaited only where there is something to wait for: each turn costs as much as the rest of a call.
    const ready = setup.transport();
    const transport = typeof ready === "function" ? ready : await ready;
    const given = token ?? credential.token();
    const used = typeof given === "string" ? given : await given;
    // The time may have run out while the credential was fetched: then nothing may be sent any more, and the next
    // attempt has fetched its own.
    if (attempt.signal.aborted) throw new Error("The attempt is over.");
    // A renewable one serves all attempts until it is refused; any other says each time whether it has expired.
    if (credential.renewable) token = used;
    const number = attempt.begin();
    const startedAt = performance.now();
    history.startedAt = startedAt;
    const known = refused.length > 0 ? { ...request, secrets: [...request.secrets, ...refused] } : request;
    let sent: Promise<ApiResponse> | undefined;
    const send = (): Promise<ApiResponse> => (sent ??= transport(known, used, attempt));
    notify(
      hooks,
      "onRequest",
      () => ({ ...about, attempt: number, headers: { ...request.headers, authorization: REDACTED } }),
      send,
    );
    const response = await send();
    const { status, traceId: vendorTraceId } = response;
    notify(hooks, "onResponse", () => ({
      ...about,
      attempt: number,
      status,
      headers: { ...response.headers },
      duration: performance.now() - startedAt,
    }));
    const facts = factsOf(response, number, keyed);
    if (status >= 200 && status < 300) {
      const drift = hooks.onDrift && setup.parts.findDrift?.(status, response.body, operation.model?.());
      if (drift?.length) notify(hooks, "onDrift", () => ({ ...about, attempt: number, drift }));
      const data = operation.decode(response, request);
      end({ attempt: number, status, vendorTraceId });
      return { data, response: facts };
    }
    if (status === 401) {
      token = undefined;
      refused.push(used);
    }
    const error = responseError(response, credential.advice, [used, ...known.secrets]);
    const gone = operation.goneIsDone && error.code === "not_found" && error.outcome === "rejected";
    // An earlier attempt of this very call may have deleted it.
    if (gone && history.uncertain) {
      end({ attempt: number, status, vendorTraceId });
      return { data: undefined as Output, response: facts };
    }
    throw error;
  };
}

// Not within the call: the function would keep the whole call in memory, with the request's secrets.
function factsOf(response: ApiResponse, attempts: number, keyed: boolean): ResponseFacts {
  const { status, traceId } = response;
  const facts = { status, traceId, attempts, ...(keyed ? { replayed: !!response.replayed } : {}) };
  return withLazyHeaders(facts, () => response.headers);
}
