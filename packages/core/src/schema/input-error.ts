import { ConnectError } from "../error.ts";

/** An invalid field. */
export interface Issue {
  /** Its path, such as `payer.id`; undefined for the input as a whole. */
  readonly path: string | undefined;
  /** The rest of the sentence "the field ...". It repeats no value. */
  readonly rule: string;
}

/** Creates the error for invalid input. Its `fields`, `details` and message name every invalid field. */
export function inputError(issues: readonly Issue[]): ConnectError {
  const details = issues.map(({ path, rule }) => `${path === undefined ? "it" : (shown(path) ?? "a field")} ${rule}`);
  const fields = [...new Set(issues.map(({ path = "" }) => shown(path)))].filter((path) => path !== undefined);
  return new ConnectError({
    code: "input_invalid",
    outcome: "not-sent",
    message: `The input is not valid: ${details.join("; ")}.`,
    details,
    fields,
  });
}

// An unknown field's name is also the caller's text: three digits in a row may be part of a card number.
function shown(path: string): string | undefined {
  return /^(?!.*\d{3})[\w.]{1,60}$/.test(path) ? path : undefined;
}
