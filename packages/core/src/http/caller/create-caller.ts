import { apiKeyCredential } from "../../auth/api-key.ts";
import type { Credential } from "../../auth/credential.ts";
import { checkOptions } from "../../error.ts";
import { listening } from "../hooks/hooks.ts";
import { watchAttempts } from "../hooks/watch-attempts.ts";
import { watchCall } from "../hooks/watch-call.ts";
import { presentCall, type WithResponse } from "../operation/call.ts";
import { withExtra } from "../operation/extra.ts";
import { apiHeaders } from "../operation/headers.ts";
import type { Operation } from "../operation/operation.ts";
import { checkedFetch } from "../transport/checked-fetch.ts";
import { readBody } from "../transport/read-body.ts";
import type { Caller, CallerOptions, InvokeOptions, TransportOptions } from "./caller.ts";
import { callerSetup } from "./caller-setup.ts";
import { callsInProgress } from "./calls-in-progress.ts";
import { type Prepare, runCall } from "./run-call.ts";

/**
 * Creates a caller: pass it to single functions such as `createClientSecret`, and a bundler keeps only the operations
 * that you use. `createClient` attaches all operations. It does no I/O.
 *
 * @throws ConnectError `configuration_invalid`, naming the option.
 * @example
 * ```ts
 * import { createCaller, createClientSecret } from "@plastiq-connect/core";
 *
 * export async function mint(apiKey: string, payerId: string): Promise<string> {
 *   const caller = createCaller({ apiKey });
 *   const secret = await createClientSecret(caller, { payer: { id: payerId } }, { endUser: "none" });
 *   return secret.reveal();
 * }
 * ```
 */
export function createCaller(options: CallerOptions): Caller {
  checkOptions(options);
  return createCallerWith(apiKeyCredential(options.apiKey), options);
}

/** Creates a caller with any credential. See {@link createCaller}. */
export function createCallerWith(credential: Credential, options: TransportOptions): Caller {
  const setup = callerSetup<InvokeOptions>(credential, options, {
    fetch: checkedFetch(options.fetch),
    readBody,
    headers: apiHeaders,
  });
  const { baseUrl, host } = setup;
  // Read once: later changes of the options object have no effect.
  const { hooks: shared, log } = options;
  const inProgress = callsInProgress();
  return {
    baseUrl,
    call<Input, Output>(operation: Operation<Input, Output>, input: Input, given: InvokeOptions) {
      // Without types, the options may be missing. A missing end user is reported later.
      const own = given ?? ({} as InvokeOptions);
      const hooks = listening(own.hooks ?? shared);
      const event = { operation: operation.name, host, call: {} };
      const prepare: Prepare = (known) => ({
        request: withExtra(known, own.extra),
        watch: (hooks || log) && watchAttempts(hooks ?? {}, log, event, baseUrl, known, operation.model),
      });
      const make = (): Promise<WithResponse<Output>> => runCall(setup, operation, input, own, prepare);
      const watched = hooks?.onCall || hooks?.onEnd;
      return presentCall(inProgress.count(watched ? watchCall(hooks, event, make) : make()));
    },
    settled: inProgress.settled,
  };
}
