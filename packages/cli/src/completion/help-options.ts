/** An option as a help text lists it. */
export interface HelpOption {
  /** Without the dashes. */
  readonly name: string;
  readonly takesValue: boolean;
  readonly description: string;
}

/** Reads the options out of a command's help, so that completion never knows others. Of a description, the first sentence. */
export function optionsInHelp(help: string): readonly HelpOption[] {
  return [...help.matchAll(/^ {2}--([a-z-]+)( <[^>]*>)?((?: +.+)?(?:\n {10,}.+)*)$/gm)].map(
    ([, name = "", value, text = ""]) => ({
      name,
      takesValue: value !== undefined,
      description: text
        .replace(/\s+/g, " ")
        .trim()
        .split(/\.(?: |$)/, 1)
        .join(),
    }),
  );
}
