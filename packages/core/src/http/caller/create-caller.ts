import { apiKeyCredential } from "../../auth/api-key.ts";
import type { Credential } from "../../auth/credential.ts";
import { checkOptions } from "../../error.ts";
import { listening } from "../hooks/hooks.ts";
import { watchAttempts } from "../hooks/watch-attempts.ts";
import { watchCall } from "../hooks/watch-call.ts";
import { presentCall } from "../operation/call.ts";
import { withExtra } from "../operation/extra.ts";
import { apiHeaders } from "../operation/headers.ts";
import type { Caller, CallerOptions, InvokeOptions, TransportOptions } from "./caller.ts";
import { type CallParts, callerSetup } from "./caller-setup.ts";
import { callsInProgress } from "./calls-in-progress.ts";
import { runCall } from "./run-call.ts";

/**
 * Creates a caller: pass it to single functions such as `createClientSecret`, and a bundler keeps only the operations
 * that you use. `createClient` attaches all operations. It does no I/O.
 *
 * @throws ConnectError `configuration_invalid`, naming the option.
 */
export function createCaller(options: CallerOptions): Caller {
  checkOptions(options);
  return createCallerWith(apiKeyCredential(options.apiKey), options);
}

const SERVER_PARTS: CallParts<InvokeOptions> = { headers: apiHeaders, withExtra, listening, watchCall, watchAttempts };

/** Creates a caller with any credential. See {@link createCaller}. */
export function createCallerWith(credential: Credential, options: TransportOptions): Caller {
  const setup = callerSetup(credential, options, SERVER_PARTS);
  const underWay = callsInProgress();
  return {
    baseUrl: setup.baseUrl,
    call: (operation, input, options) => presentCall(underWay.count(runCall(setup, operation, input, options))),
    settled: underWay.settled,
  };
}
