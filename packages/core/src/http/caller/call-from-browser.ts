import type { Credential } from "../../auth/credential.ts";
import type { EnvironmentOptions } from "../../environment.ts";
import type { CallLimits } from "../attempts/call-limits.ts";
import { browserHeaders } from "../operation/headers.ts";
import type { Operation } from "../operation/operation.ts";
import type { Fetch } from "../transport/fetch.ts";
import { readStream } from "../transport/read-body.ts";
import { callerSetup } from "./caller-setup.ts";
import { type RunOptions, runCall } from "./run-call.ts";

/** Options of a call that the end user's own browser makes. */
export interface BrowserCallOptions extends EnvironmentOptions, CallLimits {
  /** Supplies the bearer token: a client secret, never an API key. */
  readonly credential: Credential;
  /** The id of this device, sent as `End-User-Device-Id`. */
  readonly deviceId?: string | undefined;
  /**
   * A UUID v4 that identifies the call in your logs and the vendor's. Default: a new one. All attempts of the call
   * share it.
   */
  readonly traceId?: string | undefined;
  /** Aborts the call. */
  readonly signal?: AbortSignal | undefined;
  /** Sends the HTTP requests. Default: the global `fetch`. */
  readonly fetch?: Fetch | undefined;
}

type DeviceOptions = RunOptions & Pick<BrowserCallOptions, "deviceId">;

/**
 * Makes one call from the end user's own browser. It supports neither hooks nor `extra`, so that a page does not
 * download the code for them.
 *
 * @throws ConnectError (the promise rejects).
 */
export async function callFromBrowser<Input, Output>(
  operation: Operation<Input, Output>,
  input: Input,
  {
    credential,
    deviceId,
    traceId,
    signal,
    fetch = (url, init) => globalThis.fetch(url, init),
    ...options
  }: BrowserCallOptions,
): Promise<Output> {
  const setup = callerSetup<DeviceOptions>(credential, options, {
    fetch,
    readBody: readStream,
    headers: browserHeaders,
  });
  const { data } = await runCall(setup, operation, input, { deviceId, traceId, signal });
  return data;
}
