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
 *
 * @param subcommand Its options stand below `Options of <subcommand>`. Default: the options in no such section.
 */
export function optionsInHelp(help: string, subcommand?: string): readonly HelpOption[] {
  const sections = help.split(/^(?=Options\b.*:$)/m);
  const ownerOf = (section: string) => /^Options of (\w+)/.exec(section)?.[1];
  const own = sections.filter((section) => ownerOf(section) === subcommand).join("\n");
  return [...own.matchAll(/^ {2}--([a-z-]+)( <[^>]*>)?((?: +.+)?(?:\n {10,}.+)*)$/gm)].map(
    ([, name = "", value, text = ""]) => ({ name, takesValue: value !== undefined, description: firstSentence(text) }),
  );
}

/** Parses the names and summaries below `Actions of <subcommand>`. */
export function actionsInHelp(help: string, subcommand: string): readonly (readonly [name: string, about: string])[] {
  const [, section = ""] = new RegExp(`^Actions of ${subcommand}\\b.*:\\n((?: {2}.*\\n)+)`, "m").exec(help) ?? [];
  return [...section.matchAll(/^ {2}([a-z-]+) +(\S.*)$/gm)].map(([, name = "", about = ""]) => [name, about]);
}

function firstSentence(text: string): string {
  return text
    .replace(/\s+/g, " ")
    .trim()
    .split(/\.(?: |$)/, 1)
    .join();
}
