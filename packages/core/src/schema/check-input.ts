import * as v from "valibot";
import { type Issue, inputError } from "./input-error.ts";

/**
 * Returns the input if the request model accepts it.
 *
 * @throws ConnectError `input_invalid`: `fields`, `details` and the message name every invalid field, and repeat no
 * value.
 */
export function checkInput<Output>(schema: v.GenericSchema<unknown, Output>, input: unknown): Output {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  throw inputError(result.issues.map(issueOf));
}

// valibot's own messages repeat the received value, which may be a card number.
function issueOf(issue: v.BaseIssue<unknown>): Issue {
  return { path: issue.path?.map(({ key }) => key).join("."), rule: ruleOf(issue) };
}

function ruleOf(issue: v.BaseIssue<unknown>): string {
  if (issue.kind === "validation") return issue.message;
  if (issue.expected === "never") return "is not a known field";
  return issue.received === "undefined" ? "is missing" : `must be ${issue.expected}`;
}
