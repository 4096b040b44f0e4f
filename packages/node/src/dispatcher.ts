/** Callbacks of one request, in order. A subset of undici's `Dispatcher.DispatchHandler`. */
export interface DispatchHandler {
  /** Called when a connection was made, before the request is written to it. */
  onRequestStart(controller: DispatchController): void;
  /** Called when the status and the headers have arrived. */
  onResponseStart(
    controller: DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void;
  /** Called with each chunk of the body. */
  onResponseData(controller: DispatchController, chunk: Uint8Array): void;
  /** Called when the body is complete. */
  onResponseEnd(): void;
  /** Called when the request failed, before or after the response began. */
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
