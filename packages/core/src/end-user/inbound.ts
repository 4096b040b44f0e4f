/**
 * An adapter's facts about one inbound request. The adapter reports; core decides what to trust.
 *
 * This is the interface between a runtime and core: a new runtime needs one function that creates this from its own
 * request.
 */
export interface Inbound {
  /** Returns a header's value by its case-insensitive name. Repeated headers are joined by `", "`. */
  header(name: string): string | undefined;
  /** The address that the runtime itself saw. Undefined when it is unknown. */
  readonly peer: string | undefined;
}

/** Turns a runtime's own request into an {@link Inbound}. */
export type ReadInbound<Native extends readonly unknown[]> = (...native: Native) => Inbound;

/**
 * Returns the {@link Inbound} of a web-standard request. `peer` is the address that the runtime or its framework
 * reports.
 *
 * @example
 * ```ts
 * import { type EndUser, endUserFrom, inboundOf } from "@plastiq-connect/core";
 *
 * export const endUserOf = (request: Request, peer: string): EndUser => endUserFrom(inboundOf(request, peer));
 * ```
 */
export function inboundOf(request: Request, peer?: string): Inbound {
  return { header: (name) => request.headers.get(name) ?? undefined, peer };
}
