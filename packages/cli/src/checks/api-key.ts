import { localApiKey, type Target } from "../connection.ts";
import { ExitCode } from "../exit-code.ts";
import { type Finding, ok, problem } from "./finding.ts";

const CHECK = "API key";

// The vendor publishes no key format, so only certain copying mistakes are detected.
const SLIPS: readonly (readonly [pattern: RegExp, what: string])[] = [
  [/[\r\n]/, "a line break"],
  [/^\s*["'“‘]?bearer\s/i, 'the prefix "Bearer "'],
  [/["'`‘’“”]/, "quotes"],
];
const OTHER_SLIPS: typeof SLIPS = [
  [/[^\S\r\n]/, "white space"],
  // Characters that a header cannot contain, except the mistakes that are named above.
  [/(?![\s‘’“”])[^!-~\x80-\xff]/, "a character that a key cannot contain"],
];

/** Checks that there is an API key, and finds common copying mistakes. It shows nothing of the key. */
export async function checkApiKey(key: string | undefined, target: Target | undefined): Promise<Finding> {
  if (!key) {
    if (target?.place === "local")
      return ok(CHECK, "not set; on this machine the local sandbox's published key is used");
    const state = key === "" ? "PLASTIQ_API_KEY is set, but empty" : "PLASTIQ_API_KEY is not set";
    return problem(CHECK, ExitCode.usage, state, "Set it to the API key of this environment.");
  }
  const found = slipsOf(key);
  if (found.length) {
    const message = `PLASTIQ_API_KEY contains ${found.join(" and ")}`;
    return problem(CHECK, ExitCode.usage, message, "Set it again, to the key alone.");
  }
  if (target && target.place !== "local" && key === (await localApiKey())) {
    const message = "PLASTIQ_API_KEY is the local sandbox's published key";
    return problem(
      CHECK,
      ExitCode.usage,
      message,
      "It works only with a local sandbox: set a key of this environment.",
    );
  }
  return ok(CHECK, "set, and well-formed");
}

/** Returns whether the library would send this key. */
export function isUsableKey(key: string | undefined): key is string {
  return key !== undefined && key !== "" && !slipsOf(key).length;
}

function slipsOf(key: string): string[] {
  const found = SLIPS.filter(([pattern]) => pattern.test(key));
  // The space in "Bearer " is already reported.
  const rest = key.replace(/^(\s*["'“‘]?)bearer\s+/i, "$1");
  return [...found, ...OTHER_SLIPS.filter(([pattern]) => pattern.test(rest))].map(([, what]) => what);
}
