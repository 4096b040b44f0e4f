/** Facts about a response besides its content. */
export interface ResponseFacts {
  /** The HTTP status. */
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** The trace id to quote to the vendor's support. */
  readonly traceId: string;
  /** The number of HTTP requests that the call made. */
  readonly attempts: number;
  /**
   * Set for a call with an idempotency key: whether the vendor marked the response as the stored one of an earlier
   * request with the same key.
   */
  readonly replayed?: boolean;
}

/** The content of a response together with its {@link ResponseFacts}. */
export interface WithResponse<Output> {
  /** The content of the response. */
  readonly data: Output;
  /** Status, headers and trace id. */
  readonly response: ResponseFacts;
}

/** A call under way: await it for the content, or `.withResponse()` for the status, the headers and the trace id too. */
export interface Call<Output> extends Promise<Output> {
  /** The same call, together with the facts of its response. It sends nothing again. */
  withResponse(): Promise<WithResponse<Output>>;
}

/**
 * Presents a running call, for adapter authors. A failure is reported once: to whoever awaits either view, or to the
 * runtime when nobody does.
 */
export function presentCall<Output>(running: Promise<WithResponse<Output>>): Call<Output> {
  const content = running.then(({ data }) => data);
  return Object.assign(content, {
    withResponse() {
      // Who takes this view hears of a failure through it.
      content.catch(() => {});
      // Headers are read when they are asked for. Here they become a plain property, so that everything prints them.
      return running.then(({ data, response }) => ({ data, response: { ...response, headers: response.headers } }));
    },
  });
}
