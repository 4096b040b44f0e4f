/**
 * An adapter's facts about one inbound request. The adapter reports; core decides what to believe.
 *
 * This is the seam between a runtime and core: a new runtime is one function that makes this out of its own request.
 */
export interface Inbound {
  /** A header's value by its case-insensitive name. Several of one name arrive joined by `", "`. */
  header(name: string): string | undefined;
  /** The address that the runtime itself saw. Undefined when it cannot vouch for one. */
  readonly peer: string | undefined;
}

/** Turns a runtime's own request into an {@link Inbound}. */
export type ReadInbound<Native extends readonly unknown[]> = (...native: Native) => Inbound;

/**
 * A web-standard request as an {@link Inbound}. `peer` is the address that the runtime or its framework vouches for.
 */
export function inboundOf(request: Request, peer?: string): Inbound {
  return { header: (name) => request.headers.get(name) ?? undefined, peer };
}
