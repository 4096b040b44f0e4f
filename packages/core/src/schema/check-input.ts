import * as v from "valibot";
import { ConnectError } from "../error.ts";

/**
 * The input, once the request model accepts it.
 *
 * @throws ConnectError `input_invalid`: `details` and the message name every refused field, and repeat no value.
 */
export function checkInput<Output>(schema: v.GenericSchema<unknown, Output>, input: unknown): Output {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  const details = result.issues.map(describe);
  throw new ConnectError({
    code: "input_invalid",
    outcome: "not-sent",
    message: `The input was refused: ${details.join("; ")}.`,
    details,
  });
}

// valibot's own messages repeat the received value, which may be a card number.
function describe(issue: v.BaseIssue<unknown>): string {
  const path = issue.path?.map(({ key }) => key).join(".") ?? "it";
  // An unknown field's name is the caller's text, too: what has three digits in a row may be a number in the wrong place.
  const field = /^(?!.*\d{3})[\w.]{1,60}$/.test(path) ? path : "a field";
  if (issue.kind === "validation") return `${field} ${issue.message}`;
  if (issue.expected === "never") return `${field} is not a known field`;
  return issue.received === "undefined" ? `${field} is missing` : `${field} must be ${issue.expected}`;
}
