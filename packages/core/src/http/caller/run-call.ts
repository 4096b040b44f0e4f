import { type Credential, checkedToken } from "../../auth/credential.ts";
import { configurationInvalid, isConnectError } from "../../error.ts";
import { checkedSignal } from "../attempts/abort.ts";
import { makeAttempts } from "../attempts/attempts.ts";
import { callFailure } from "../attempts/call-failure.ts";
import { type CallLimits, fullCallLimits } from "../attempts/call-limits.ts";
import type { AttemptsWatch } from "../hooks/watch-attempts.ts";
import type { ResponseFacts, WithResponse } from "../operation/call.ts";
import { traceIdOf } from "../operation/headers.ts";
import type { ApiRequest, ApiResponse, Operation } from "../operation/operation.ts";
import { responseError } from "../transport/response-error.ts";
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

// An update with fields from `extra` is not retried: a field that the library does not know may add something, such as an
// identity document.
function hasMore({ method, body }: ApiRequest, known: ApiRequest): boolean {
  return method === "PATCH" && body !== known.body;
}

/** Makes one logical call: validates the input, makes the attempts, and decodes the response. */
export function runCall<Input, Output, Options extends RunOptions>(
  setup: CallerSetup<Options>,
  operation: Operation<Input, Output>,
  input: Input,
  options: Options,
  prepare?: Prepare | undefined,
): Promise<WithResponse<Output>> {
  // Not an async function: a promise inside another one costs three turns of the event loop.
  try {
    return makeCall(setup, operation, input, options, prepare);
  } catch (error) {
    const facts = { operation: operation.name, host: setup.host };
    return Promise.reject(isConnectError(error) ? callFailure(error, facts, error.outcome) : error);
  }
}

function makeCall<Input, Output, Options extends RunOptions>(
  { host, headers, limits, transport, credential: own }: CallerSetup<Options>,
  operation: Operation<Input, Output>,
  input: Input,
  options: Options,
  prepare: Prepare | undefined,
): Promise<WithResponse<Output>> {
  const { credential = own } = options;
  const known = operation.encode(input, { headers: headers(options, traceIdOf(options.traceId)) });
  const { request, watch } = prepare?.(known) ?? { request: known };
  const signal = checkedSignal(options.signal);
  const replay = hasMore(request, known) ? "never" : (request.replay ?? operation.replay);
  // Shared by all attempts.
  let token: string | undefined;
  let sendable = request;
  return makeAttempts({
    limits: fullCallLimits(limits, options),
    renewable: credential.renewable,
    signal,
    facts: { operation: operation.name, host, request, replay },
    watch,
    async run(attempt) {
      const transmit = transport();
      const given = token ?? credential.token();
      // Awaited only when it is a promise: each turn of the event loop costs as much as the rest of a call.
      // Checked, because an adapter may supply any credential.
      const used = checkedToken(typeof given === "string" ? given : await given, "token", configurationInvalid);
      // The attempt may have timed out while the credential was read. Then it must send nothing, because the next attempt
      // has started.
      if (attempt.signal.aborted) throw new Error("Over");
      // A renewable credential is used for all attempts until it is refused. Any other checks its expiry each time.
      if (credential.renewable) token = used;
      const attempts = attempt.begin();
      let sent: Promise<ApiResponse> | undefined;
      const send = (): Promise<ApiResponse> => (sent ??= transmit(sendable, used, attempt));
      watch?.sending(attempts, request, send);
      const response = await send();
      watch?.received(response);
      let data: Output | undefined;
      if (response.status >= 200 && response.status < 300) data = operation.decode(response, request);
      else {
        const secrets = [used, ...sendable.secrets];
        if (response.status === 401) {
          token = undefined;
          // The vendor may still echo a key that it has refused.
          sendable = { ...request, secrets };
        }
        const error = responseError(response, credential.advice, secrets);
        const gone = operation.goneIsDone && error.code === "not_found" && error.outcome === "rejected";
        // An earlier attempt of this very call may have deleted it.
        if (!gone || !attempt.uncertain) throw error;
      }
      watch?.ended(response);
      // `presentCall` selects the fields that users see.
      return { data: data as Output, response: Object.assign(response, { attempts }) as ResponseFacts };
    },
  });
}
