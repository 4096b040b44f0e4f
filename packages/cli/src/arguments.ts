import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { suggestion } from "./suggestion.ts";
import { UsageError } from "./usage-error.ts";

type Values<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ args: string[]; options: Options; strict: true }>
>["values"];

/** The options of a command line. @throws UsageError; it repeats no value. */
export function readArguments<Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
): Values<Options> {
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    throw usageErrorOf(error as NodeJS.ErrnoException, Object.keys(options));
  }
}

/** A whole number of an option. @throws UsageError naming the option. */
export function readNumber(name: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`--${name} must be a whole number from ${least} to ${most}.`);
}

/** One of the words that an option may be. @throws UsageError naming the option and the words. */
export function readChoice<const Choice extends string>(
  name: string,
  text: string | undefined,
  choices: readonly Choice[],
): Choice | undefined {
  const found = choices.find((choice) => choice === text);
  if (text !== undefined && found === undefined) throw new UsageError(`--${name} must be ${choices.join(" or ")}.`);
  return found;
}

/** Says why there is no flag for the API key, to who tries one. @throws UsageError. */
export function refuseApiKey(args: readonly string[]): void {
  if (!args.some((arg) => /^--?api[-_]?key(?:=|$)/i.test(arg))) return;
  throw new UsageError(
    "The API key cannot be given as a flag: lists of processes and the history of the shell show flags.",
    "Set PLASTIQ_API_KEY. If that key was a real one, rotate it.",
  );
}

// Node's own messages repeat stray words, and one may be a key that lost its flag.
function usageErrorOf({ code, message }: NodeJS.ErrnoException, known: readonly string[]): UsageError {
  switch (code) {
    case "ERR_PARSE_ARGS_UNKNOWN_OPTION": {
      const [name] = /--?[a-z][a-z-]{0,24}(?=')/.exec(message) ?? [];
      if (!name) return new UsageError("There is an unknown option.");
      const flags = known.map((option) => `--${option}`);
      return new UsageError(`There is no option ${name}.`, suggestion(name, flags));
    }
    case "ERR_PARSE_ARGS_INVALID_OPTION_VALUE": {
      const [, name = "An option"] = /(--[a-z-]+)/.exec(message) ?? [];
      return new UsageError(message.includes("does not take") ? `${name} takes no value.` : `${name} needs a value.`);
    }
    default:
      return new UsageError("There is a word too many; values belong to options.");
  }
}
