import * as v from "valibot";
import { ConnectError } from "../error.ts";

/**
 * The input, once the request model accepts it.
 *
 * @throws ConnectError `input_invalid`: `fields`, `details` and the message name every refused field, and repeat no
 * value.
 */
export function checkInput<Output>(schema: v.GenericSchema<unknown, Output>, input: unknown): Output {
  const result = v.safeParse(schema, input);
  if (result.success) return result.output;
  const details = result.issues.map(describe);
  const fields = [...new Set(result.issues.map(pathOf))].filter((path) => path !== undefined);
  throw new ConnectError({
    code: "input_invalid",
    outcome: "not-sent",
    message: `The input was refused: ${details.join("; ")}.`,
    details,
    fields,
  });
}

// valibot's own messages repeat the received value, which may be a card number.
function describe(issue: v.BaseIssue<unknown>): string {
  const field = issue.path ? (pathOf(issue) ?? "a field") : "it";
  if (issue.kind === "validation") return `${field} ${issue.message}`;
  if (issue.expected === "never") return `${field} is not a known field`;
  return issue.received === "undefined" ? `${field} is missing` : `${field} must be ${issue.expected}`;
}

/** The path of the refused field; undefined when its name may hold a value. */
function pathOf(issue: v.BaseIssue<unknown>): string | undefined {
  const path = issue.path?.map(({ key }) => key).join(".") ?? "";
  // An unknown field's name is the caller's text, too: what has three digits in a row may be a number in the wrong place.
  return /^(?!.*\d{3})[\w.]{1,60}$/.test(path) ? path : undefined;
}
