import { type ParseArgsOptionsConfig, parseArgs } from "node:util";
import { suggestion } from "./suggestion.ts";
import { UsageError } from "./usage-error.ts";

const MORE = "Add --help to see the options.";

type Values<Options extends ParseArgsOptionsConfig> = ReturnType<
  typeof parseArgs<{ args: string[]; options: Options; strict: true; tokens: true }>
>["values"];

/** Parses the options of a command line. @throws UsageError; it repeats no value. */
export function readArguments<Options extends ParseArgsOptionsConfig>(
  args: readonly string[],
  options: Options,
): Values<Options> {
  const { values, tokens } = parsed(args, options);
  const names = tokens.flatMap((token) => (token.kind === "option" && token.value !== undefined ? [token.name] : []));
  // Otherwise the last one would count: a second --amount would be paid without a word.
  const repeated = names.find((name, index) => !options[name]?.multiple && names.indexOf(name) < index);
  if (repeated !== undefined) throw new UsageError(`--${repeated} must be passed once.`);
  return values;
}

function parsed<Options extends ParseArgsOptionsConfig>(args: readonly string[], options: Options) {
  try {
    return parseArgs({ args: [...args], options, strict: true, tokens: true });
  } catch (error) {
    throw usageErrorOf(error as NodeJS.ErrnoException, Object.keys(options));
  }
}

/** Reads an integer option. @throws UsageError naming the option. */
export function readNumber(name: string, text: string | undefined, least: number, most: number): number | undefined {
  if (text === undefined) return undefined;
  const value = /^\d{1,10}$/.test(text) ? Number(text) : Number.NaN;
  if (value >= least && value <= most) return value;
  throw new UsageError(`--${name} must be an integer from ${least} to ${most}.`);
}

/** Reads an option with a fixed set of values. @throws UsageError naming the option and the values. */
export function readChoice<const Choice extends string>(
  name: string,
  text: string | undefined,
  choices: readonly Choice[],
): Choice | undefined {
  const found = choices.find((choice) => choice === text);
  if (text !== undefined && found === undefined) throw new UsageError(`--${name} must be ${alternatives(choices)}.`);
  return found;
}

/** Writes alternatives as a part of a sentence: "a, b, or c". */
export function alternatives(names: readonly string[]): string {
  return new Intl.ListFormat("en", { type: "disjunction" }).format(names);
}

/** Refuses a flag for the API key, and explains why there is none. @throws UsageError. */
export function refuseApiKey(args: readonly string[]): void {
  if (!args.some((arg) => /^--?api[-_]?key(?:=|$)/i.test(arg))) return;
  throw new UsageError(
    "The API key cannot be passed as a flag: process lists and shell history show flags.",
    "Set PLASTIQ_API_KEY. If that key was a real one, rotate it.",
  );
}

// Node's own messages repeat unexpected arguments, which may be a key.
function usageErrorOf({ code, message }: NodeJS.ErrnoException, known: readonly string[]): UsageError {
  switch (code) {
    case "ERR_PARSE_ARGS_UNKNOWN_OPTION": {
      const [name] = /--?[a-z][a-z-]{0,24}(?=')/.exec(message) ?? [];
      if (!name) return new UsageError("Unknown option.", MORE);
      const flags = known.map((option) => `--${option}`);
      return new UsageError(`Unknown option ${name}.`, suggestion(name, flags) ?? MORE);
    }
    case "ERR_PARSE_ARGS_INVALID_OPTION_VALUE": {
      const [, name = "An option"] = /(--[a-z-]+)/.exec(message) ?? [];
      const isFlag = message.includes("does not take");
      return new UsageError(isFlag ? `${name} takes no value.` : `${name} needs a value.`, MORE);
    }
    default:
      return new UsageError("There is an unexpected argument. Pass values with options.", MORE);
  }
}
