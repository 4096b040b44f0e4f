/** The metadata of a response. */
export interface ResponseFacts {
  /** The HTTP status. */
  readonly status: number;
  /** The headers, with names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The trace id to quote to the vendor's support. */
  readonly traceId: string;
  /** The number of HTTP requests that the call made. */
  readonly attempts: number;
  /**
   * Set for a call with an idempotency key: true if the vendor marked the response as the replay of an earlier response
   * for the same key.
   */
  readonly replayed?: boolean;
}

/** The content of a response with its {@link ResponseFacts}. */
export interface WithResponse<Output> {
  /** The content of the response. */
  readonly data: Output;
  /** Status, headers and trace id. */
  readonly response: ResponseFacts;
}

/**
 * A call in progress: await it for the content, or await `.withResponse()` for the status, the headers and the trace id
 * too.
 */
export interface Call<Output> extends Promise<Output> {
  /** Returns the content and the metadata of the response. It does not send another request. */
  withResponse(): Promise<WithResponse<Output>>;
}

/**
 * Returns the {@link Call} of a running request, for adapter authors. A failure is reported once: to the code that
 * awaits either promise, or to the runtime when none does.
 */
export function presentCall<Output>(running: Promise<WithResponse<Output>>): Call<Output> {
  const content = running.then(({ data }) => data);
  return Object.assign(content, {
    withResponse() {
      // A caller of this method gets a failure through it.
      content.catch(() => {});
      // Headers are read lazily. Here they become a plain property, so that they are printed.
      return running.then(({ data, response: { status, headers, traceId, attempts, replayed } }) => ({
        data,
        response: { status, headers, traceId, attempts, ...(replayed === undefined ? {} : { replayed }) },
      }));
    },
  });
}
