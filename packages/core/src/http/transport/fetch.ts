/** Argument of a {@link Fetch}. A subset of the standard's `RequestInit`. */
export interface FetchInit {
  /** The HTTP method. */
  readonly method: string;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The JSON text. */
  readonly body?: string;
  /** Always `"manual"`: a bearer token never follows a redirect. */
  readonly redirect: "manual";
  /** Fires when the attempt takes too long or the caller gives up. */
  readonly signal: AbortSignal;
  /** Reports how far the request has got; see {@link FetchStage}. Optional to call. */
  readonly onStage?: ((stage: FetchStage) => void) | undefined;
}

/**
 * How far a request has got. A {@link Fetch} that knows reports `connecting` before it makes a connection, and `sending`
 * just before it writes the first byte. An attempt that fails in between is known to be `not-sent`. Of a fetch that
 * reports nothing, any failure may have come after the request was sent.
 */
export type FetchStage = "connecting" | "sending";

/** Response of a {@link Fetch}. A subset of the standard's `Response`. */
export interface FetchResponse {
  /** The HTTP status. */
  readonly status: number;
  /** The standard's `Headers` are such. */
  readonly headers: { forEach(visit: (value: string, name: string) => void): void };
  /** The body; null where there is none. The standard's `ReadableStream` is such. */
  readonly body: { getReader(): FetchBodyReader } | null;
  /** True if the body has been read already. */
  readonly bodyUsed?: boolean | undefined;
  /** Reads the whole body. Used where `body` has no `getReader`, as with node-fetch 2 and many test doubles. */
  readonly text?: (() => Promise<string>) | undefined;
  /** Used where there is no `text()` either. */
  readonly arrayBuffer?: (() => Promise<ArrayBuffer>) | undefined;
  /** Used where there is no other way to read the body. */
  readonly json?: (() => Promise<unknown>) | undefined;
}

/** Reads a body chunk by chunk. A subset of the standard's `ReadableStreamDefaultReader`. */
export interface FetchBodyReader {
  /** The next chunk, or that there is none any more. */
  read(): Promise<{ readonly done: boolean; readonly value?: Uint8Array | undefined }>;
  /** Gives up the rest. */
  cancel(): Promise<unknown>;
}

/** A function shaped like the standard's `fetch`: any runtime's own is one. */
export type Fetch = (url: string, init: FetchInit) => Promise<FetchResponse>;

/** The largest answer that is read: 1 MiB, in bytes. A longer one is `response_unreadable`. */
export const MAX_RESPONSE_BYTES: number = 1_048_576;
