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
  /** The body is complete. */
  onResponseEnd(): void;
  /** The request failed, before or after the response began. */
  onResponseError(controller: DispatchController | null, error: Error): void;
}

/** Stops one request. A subset of undici's `Dispatcher.DispatchController`. */
export interface DispatchController {
  /** Aborts the request; the handler gets the reason. */
  abort(reason: Error): void;
}

/**
 * Sends HTTP requests over its own connections. An `Agent`, `Pool`, `ProxyAgent` or `MockAgent` of undici 7 or newer is
 * compatible.
 */
export interface Dispatcher {
  /** Starts one request, and calls the handler with its progress. */
  // Method syntax, because undici's own types differ in variance.
  // biome-ignore lint/suspicious/noExplicitAny: undici's types must not be part of this package's.
  dispatch(options: any, handler: any): boolean;
}
