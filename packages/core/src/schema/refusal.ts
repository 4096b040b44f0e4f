import { ConnectError } from "../error.ts";

/** A field that the request model refuses. */
export interface Issue {
  /** Its path, such as `payer.id`; undefined for the input as a whole. */
  readonly path: string | undefined;
  /** The rest of the sentence "the field ...". It repeats no value. */
  readonly rule: string;
}

/** Creates the error of a refused input. Its `fields`, `details` and message name every refused field. */
export function refusal(issues: readonly Issue[]): ConnectError {
  const details = issues.map(({ path, rule }) => `${path === undefined ? "it" : (shown(path) ?? "a field")} ${rule}`);
  const fields = [...new Set(issues.map(({ path = "" }) => shown(path)))].filter((path) => path !== undefined);
  return new ConnectError({
    code: "input_invalid",
    outcome: "not-sent",
    message: `The input was refused: ${details.join("; ")}.`,
    details,
    fields,
  });
}

// An unknown field's name is the caller's text, too: what has three digits in a row may be a number in the wrong place.
function shown(path: string): string | undefined {
  return /^(?!.*\d{3})[\w.]{1,60}$/.test(path) ? path : undefined;
}
