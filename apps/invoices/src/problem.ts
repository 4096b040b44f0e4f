/** The name of a problem. */
export type ProblemName =
  | "origin-refused"
  | "unauthenticated"
  | "not-found"
  | "input-invalid"
  | "card-unknown"
  | "quote-changed"
  | "document-unknown"
  | "document-type"
  | "document-too-large"
  | "provider-unavailable"
  | "internal-error";

/** The response to the page. It holds nothing of the vendor's response. */
const PROBLEMS: Readonly<Record<ProblemName, readonly [status: number, title: string]>> = {
  "origin-refused": [403, "This page may not do that."],
  unauthenticated: [401, "Sign in first."],
  "not-found": [404, "There is no such invoice."],
  "input-invalid": [400, "The request is not valid."],
  "card-unknown": [404, "There is no such card."],
  "quote-changed": [409, "The amounts have changed. Show them again."],
  "document-unknown": [404, "No such document is wanted."],
  "document-type": [415, "Files of this type are not accepted."],
  "document-too-large": [413, "The file is larger than 10 MB."],
  "provider-unavailable": [502, "The payment provider did not do that. Nothing was paid by this request."],
  "internal-error": [500, "Something went wrong. Load the invoice again to see how far it is."],
};

/** Prefix of every problem's type. */
const PROBLEM_TYPE = "urn:example:invoices:";

/** Returns a problem as RFC 9457 has it. */
export function problem(name: ProblemName, extra: Readonly<Record<string, unknown>> = {}): Response {
  const [status, title] = PROBLEMS[name];
  const body = JSON.stringify({ type: `${PROBLEM_TYPE}${name}`, title, status, ...extra });
  return new Response(body, { status, headers: { "content-type": "application/problem+json" } });
}
