/** The name of a problem: the last part of its `type`. Stable. */
export type ProblemName =
  | "method-not-allowed"
  | "host-invalid"
  | "origin-refused"
  | "body-too-large"
  | "unauthenticated"
  | "forbidden"
  | "rate-limited"
  | "limiter-unavailable"
  | "client-closed-request"
  | "upstream-refused"
  | "upstream-timed-out"
  | "internal-error";

const PROBLEMS: Readonly<Record<ProblemName, readonly [status: number, title: string]>> = {
  "method-not-allowed": [405, "Only POST is allowed."],
  "host-invalid": [400, "The Host header is not valid."],
  "origin-refused": [403, "This origin is not allowed."],
  "body-too-large": [413, "This endpoint takes no body."],
  unauthenticated: [401, "Sign in first."],
  forbidden: [403, "You may not do this."],
  "rate-limited": [429, "Too many requests. Try again later."],
  "limiter-unavailable": [503, "This cannot be done right now. Try again later."],
  "client-closed-request": [499, "The client closed the request."],
  "upstream-refused": [502, "The payment provider refused. Try again later."],
  "upstream-timed-out": [504, "The payment provider did not respond in time. Try again."],
  "internal-error": [500, "Something went wrong on our side."],
};

/** The start of every problem's `type`. */
export const PROBLEM_TYPE: string = "urn:plastiq-connect:mint:";

/**
 * Creates a response that names the problem but not its cause: the vendor's response, keys and internals stay on the
 * server.
 *
 * @see https://www.rfc-editor.org/rfc/rfc9457
 */
export function problem(name: ProblemName, traceId: string, headers: Readonly<Record<string, string>>): Response {
  const [status, title] = PROBLEMS[name];
  return new Response(JSON.stringify({ type: PROBLEM_TYPE + name, title, status, traceId }), {
    status,
    headers: { ...headers, "content-type": "application/problem+json" },
  });
}
