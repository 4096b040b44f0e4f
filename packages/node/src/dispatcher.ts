/** Callbacks of one request, in order. A subset of undici's `Dispatcher.DispatchHandler`. */
export interface DispatchHandler {
  /** A connection was made, and the request is about to be written to it. */
  onRequestStart(controller: DispatchController): void;
  /** The status and the headers arrived. */
  onResponseStart(
    controller: DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void;
  /** A chunk of the body arrived. */
  onResponseData(controller: DispatchController, chunk: Uint8Array): void;
  /** The body is whole. */
  onResponseEnd(): void;
  /** It failed, before or after the response began. */
  onResponseError(controller: DispatchController | null, error: Error): void;
}

/** Stops one request. A subset of undici's `Dispatcher.DispatchController`. */
export interface DispatchController {
  /** Breaks the request off; the handler is told the reason. */
  abort(reason: Error): void;
}

/**
 * Makes HTTP requests over connections that it keeps. An `Agent`, a `Pool` or a `ProxyAgent` of undici 7 or newer is
 * one; so is a `MockAgent`.
 */
export interface Dispatcher {
  /** Starts one request, and tells the handler what becomes of it. */
  // Method syntax: undici's own types are wider in what they take and narrower in what they ask of a handler.
  // biome-ignore lint/suspicious/noExplicitAny: undici's types must not be part of this package's.
  dispatch(options: any, handler: any): boolean;
}
