/** Argument of a {@link Fetch}. A subset of the standard's `RequestInit`. */
export interface FetchInit {
  /** The HTTP method. */
  readonly method: string;
  /** The headers, with names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON text. */
  readonly body?: string;
  /** Always `"manual"`: a bearer token is never sent to a redirect. */
  readonly redirect: "manual";
  /** Aborted when the attempt times out or the caller aborts. */
  readonly signal: AbortSignal;
  /** Reports the stage of the request; see {@link FetchStage}. Optional to call. */
  readonly onStage?: ((stage: FetchStage) => void) | undefined;
}

/**
 * The stage of a request. A {@link Fetch} can report `connecting` before it makes a connection, and `sending` just
 * before it writes the first byte. An attempt that fails in between is `not-sent`. If a fetch reports nothing, any
 * failure may have happened after the request was sent.
 */
export type FetchStage = "connecting" | "sending";

/** Response of a {@link Fetch}. A subset of the standard's `Response`. */
export interface FetchResponse {
  /** The HTTP status. */
  readonly status: number;
  /** The headers, such as the standard's `Headers`. */
  readonly headers: { forEach(visit: (value: string, name: string) => void): void };
  /** The body, such as the standard's `ReadableStream`, or null. */
  readonly body: { getReader(): FetchBodyReader } | null;
  /** True if the body has been read already. */
  readonly bodyUsed?: boolean | undefined;
  /** Reads the whole body. Used where `body` has no `getReader`, as with node-fetch 2 and many test doubles. */
  readonly text?: (() => Promise<string>) | undefined;
  /** Used when there is no `text()` either. */
  readonly arrayBuffer?: (() => Promise<ArrayBuffer>) | undefined;
  /** Used when there is no other way to read the body. */
  readonly json?: (() => Promise<unknown>) | undefined;
}

/** Reads a body chunk by chunk. A subset of the standard's `ReadableStreamDefaultReader`. */
export interface FetchBodyReader {
  /** Returns the next chunk, or `done`. */
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  /** Cancels the rest. */
  cancel(): Promise<unknown>;
}

/** A function with the signature of the standard's `fetch`. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>;

/** The largest response that is read: 1 MiB, in bytes. A longer one is `response_unreadable`. */
export const MAX_RESPONSE_BYTES: number = 1_048_576;
