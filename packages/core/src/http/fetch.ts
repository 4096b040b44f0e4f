/** What a {@link Fetch} is called with. A subset of the standard's `RequestInit`. */
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
}

/** What a {@link Fetch} answers with. A subset of the standard's `Response`. */
export interface FetchResponse {
  /** The HTTP status. */
  readonly status: number;
  /** The standard's `Headers` are such. */
  readonly headers: { forEach(visit: (value: string, name: string) => void): void };
  /** The body; null where there is none. The standard's `ReadableStream` is such. */
  readonly body: { getReader(): FetchBodyReader } | null;
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

/**
 * The property by which a {@link Fetch} marks an error that it throws before any connection was made (`true`), so that
 * a call that must not happen twice may be repeated. When its signal fires before any connection was made, it marks the
 * signal's reason, at once.
 */
export const NOT_SENT: unique symbol = Symbol.for("plastiq-connect.notSent");
