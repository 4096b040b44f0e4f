/** An option in a help text. */
export interface HelpOption {
  /** The name, without the dashes. */
  readonly name: string;
  readonly takesValue: boolean;
  readonly description: string;
}

/**
 * Parses the options in a command's help, so that completion offers the same options. The description is the first
 * sentence.
 */
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
