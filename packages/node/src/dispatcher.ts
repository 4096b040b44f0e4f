/** What happens to one request, in order. A subset of undici's `Dispatcher.DispatchHandler`. */
export interface DispatchHandler {
  /** A connection was made, and the request is about to be written to it. */
  onRequestStart(controller: DispatchController): void;
  onResponseStart(
    controller: DispatchController,
    status: number,
    headers: Readonly<Record<string, string | string[] | undefined>>,
  ): void;
  onResponseData(controller: DispatchController, chunk: Uint8Array): void;
  onResponseEnd(): void;
  onResponseError(controller: DispatchController | null, error: Error): void;
}

/** Stops one request. A subset of undici's `Dispatcher.DispatchController`. */
export interface DispatchController {
  abort(reason: Error): void;
}

/**
 * Makes HTTP requests over connections that it keeps. An `Agent`, a `Pool` or a `ProxyAgent` of undici 7 or newer is
 * one; so is a `MockAgent`.
 */
export interface Dispatcher {
  // Method syntax: undici's own types are wider in what they take and narrower in what they ask of a handler.
  // biome-ignore lint/suspicious/noExplicitAny: undici's types must not be part of this package's.
  dispatch(options: any, handler: any): boolean;
}
