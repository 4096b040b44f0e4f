import { type ConnectError, createClient, isConnectError } from "@plastiq-connect/node";

/** Result of one read-only request. */
export interface TestResponse {
  /** Undefined when the API found the payer, which does not exist. */
  readonly error: ConnectError | undefined;
  /** The HTTP response, or undefined when there was none. */
  readonly response:
    | {
        readonly status: number;
        readonly headers: Readonly<Record<string, string>>;
        /** The midpoint between sending and receiving, by the local clock, in milliseconds since 1970. */
        readonly at: number;
        readonly duration: number;
      }
    | undefined;
  /** The trace id that was sent. */
  readonly traceId: string;
}

/** Options for `sendTestRequest`. */
export interface TestRequest {
  readonly baseUrl: string;
  readonly apiKey: string;
  /** In milliseconds. */
  readonly timeout: number;
  readonly signal: AbortSignal;
}

/**
 * Retrieves a payer with a random id, once. It creates and changes nothing, and uses the same proxy as every other
 * call.
 *
 * @throws ConnectError `aborted`.
 */
export async function sendTestRequest({ baseUrl, apiKey, timeout, signal }: TestRequest): Promise<TestResponse> {
  const traceId = crypto.randomUUID();
  let response: TestResponse["response"];
  const client = createClient({
    apiKey,
    baseUrl,
    timeout,
    retries: 0,
    // The returned error describes what happened.
    logLevel: "off",
    hooks: {
      onResponse({ status, headers, duration }) {
        response = { status, headers, duration, at: Date.now() - duration / 2 };
      },
    },
  });
  let error: ConnectError | undefined;
  try {
    await client.payers.retrieve(crypto.randomUUID(), { endUser: "none", traceId, signal });
  } catch (thrown) {
    if (!isConnectError(thrown) || thrown.code === "aborted") throw thrown;
    error = thrown;
  }
  return { error, response, traceId };
}
