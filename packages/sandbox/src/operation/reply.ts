/** The response of an operation that succeeds. */
export interface Reply {
  readonly status: 200 | 204;
  readonly headers: Readonly<Record<string, string>>;
  /** Sent as JSON; undefined for a 204. */
  readonly body: object | undefined;
}

/** Returns a 200 with this body. */
export function ok(body: object, headers: Readonly<Record<string, string>> = {}): Reply {
  return { status: 200, headers, body };
}

/**
 * Returns a 204.
 * @public
 */
export function noContent(): Reply {
  return { status: 204, headers: {}, body: undefined };
}
