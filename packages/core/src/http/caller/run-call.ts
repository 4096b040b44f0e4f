import { type Credential, checkedToken } from "../../auth/credential.ts";
import { configurationInvalid, isConnectError } from "../../error.ts";
import { checkedSignal } from "../attempts/abort.ts";
import { makeAttempts } from "../attempts/attempts.ts";
import { type CallFacts, callFailure } from "../attempts/call-failure.ts";
import { type CallLimits, fullCallLimits } from "../attempts/call-limits.ts";
import type { AttemptsWatch } from "../hooks/watch-attempts.ts";
import type { ResponseFacts, WithResponse } from "../operation/call.ts";
import { traceIdOf } from "../operation/headers.ts";
import type { ApiRequest, ApiResponse, Operation } from "../operation/operation.ts";
import { responseError } from "../transport/response-error.ts";
import type { Attempt, Transport } from "../transport/transport.ts";
import type { CallerSetup } from "./caller-setup.ts";

/** Options of one call on any runtime. */
export interface RunOptions extends CallLimits {
  readonly traceId?: string | undefined;
  readonly signal?: AbortSignal | undefined;
  readonly credential?: Credential | undefined;
}

/** Changes the request of a call, and watches its attempts. */
export type Prepare = (known: ApiRequest) => {
  readonly request: ApiRequest;
  readonly watch: AttemptsWatch | undefined;
};

/** Makes one logical call: validates the input, makes the attempts, and decodes the response. */
export function runCall<Input, Output, Options extends RunOptions>(
  setup: CallerSetup<Options>,
  operation: Operation<Input, Output>,
  input: Input,
  options: Options,
  prepare?: Prepare | undefined,
): Promise<WithResponse<Output>> {
  const facts = { operation: operation.name, host: setup.host };
  // Not an async function: a promise inside another one costs three turns of the event loop.
  try {
    return makeCall(setup, operation, input, options, prepare, facts);
  } catch (error) {
    return Promise.reject(isConnectError(error) ? callFailure(error, facts, error.outcome) : error);
  }
}

function makeCall<Input, Output, Options extends RunOptions>(
  setup: CallerSetup<Options>,
  operation: Operation<Input, Output>,
  input: Input,
  options: Options,
  prepare: Prepare | undefined,
  facts: CallFacts,
): Promise<WithResponse<Output>> {
  const { transport } = setup;
  const { credential = setup.credential } = options;
  const traceId = traceIdOf(options.traceId);
  const known = operation.encode(input, { headers: setup.headers(options, traceId) });
  const { request, watch } = prepare?.(known) ?? { request: known };
  const signal = checkedSignal(options.signal);
  const replay = typeof operation.replay === "function" ? operation.replay(input) : operation.replay;
  const { method, headers } = request;
  return makeAttempts({
    limits: fullCallLimits(setup.limits, options),
    replay,
    renewable: credential.renewable,
    signal,
    facts: { ...facts, effect: method !== "GET", traceId, replay, idempotencyKey: headers["idempotency-key"] },
    watch,
    run: attemptsOf({ transport, operation, request, credential, watch }),
  });
}

interface OneCall<Input, Output> {
  readonly operation: Operation<Input, Output>;
  readonly request: ApiRequest;
  readonly credential: Credential;
  readonly watch: AttemptsWatch | undefined;
  transport(): Transport | Promise<Transport>;
}

/** Returns the function that makes one attempt of a call. It keeps the token from attempt to attempt. */
function attemptsOf<Input, Output>({
  operation,
  request,
  credential,
  watch,
  transport,
}: OneCall<Input, Output>): (attempt: Attempt) => Promise<WithResponse<Output>> {
  let token: string | undefined;
  // The vendor may still echo a key that it has refused.
  const refused: string[] = [];
  return async (attempt) => {
    // Awaited only when it is a promise: each turn of the event loop costs as much as the rest of a call.
    const ready = transport();
    const transmit = typeof ready === "function" ? ready : await ready;
    const given = token ?? credential.token();
    const text = typeof given === "string" ? given : await given;
    // An adapter may supply any credential.
    const used = checkedToken(text, "token", configurationInvalid);
    // The attempt may have timed out while the credential was read. Then nothing may be sent: the next attempt has read
    // its own.
    if (attempt.signal.aborted) throw new Error("The attempt is over.");
    // A renewable credential is used for all attempts until it is refused. Any other checks its expiry each time.
    if (credential.renewable) token = used;
    const attempts = attempt.begin();
    const known = refused.length > 0 ? { ...request, secrets: [...request.secrets, ...refused] } : request;
    let sent: Promise<ApiResponse> | undefined;
    const send = (): Promise<ApiResponse> => (sent ??= transmit(known, used, attempt));
    watch?.sending(attempts, request, send);
    const response = await send();
    watch?.received(response);
    const { status } = response;
    let data: Output | undefined;
    if (status >= 200 && status < 300) data = operation.decode(response, request);
    else {
      if (status === 401) {
        token = undefined;
        refused.push(used);
      }
      const error = responseError(response, credential.advice, [used, ...known.secrets]);
      const gone = operation.goneIsDone && error.code === "not_found" && error.outcome === "rejected";
      // An earlier attempt of this very call may have deleted it.
      if (!gone || !attempt.uncertain) throw error;
    }
    watch?.ended(response);
    // `presentCall` shows what users may see of it.
    return { data: data as Output, response: Object.assign(response, { attempts }) as ResponseFacts };
  };
}
