import type { Command } from "./command.ts";
import { narrowHelp } from "./narrow-help.ts";
import type { Output } from "./output.ts";

/** Help for the options of all commands that call the API. */
export const CONNECTION_HELP: string = `\
  --environment <name>  sandbox (default) or production
  --base-url <url>      another address of the API, up to and including /api`;

/** Returns the text of `plastiq-connect --help`. */
export function generalHelp(commands: Readonly<Record<string, Command>>): string {
  const list = Object.entries(commands).map(([name, { summary }]) => `  ${name.padEnd(12)}${summary}`);
  return `\
The command line for the Plastiq Connect API: run a local sandbox, mint client
secrets, make payments and check a configuration.

Usage:
  plastiq-connect <command> [options]
  plastiq-connect <command> --help

Commands:
${list.join("\n")}

Examples:
  plastiq-connect sandbox
  plastiq-connect mint --create-payer --base-url http://127.0.0.1:4010/api
  plastiq-connect pay --order 1042
  plastiq-connect doctor --environment production

Environment variables:
  PLASTIQ_API_KEY      the API key. There is no flag for it: process lists show
                       flags. Without it, calls to this machine use the local
                       sandbox's published key.
  PLASTIQ_ENVIRONMENT  sandbox (default) or production
  PLASTIQ_BASE_URL     another address of the API; overrides the environment
  PLASTIQ_LOG          debug: one line for each request, on stderr, as --verbose
  NO_COLOR             no colors. FORCE_COLOR: colors also on a pipe.
  A flag overrides a variable.

Exit codes:
  0    success
  1    a bug in this program
  2    the command line, the configuration or the input is not valid
  3    the API refused the request, or its response cannot be used
  4    no connection, or no response in time
  5    the result could not be written, as on a full disk
  130  interrupted by Ctrl-C (143: by SIGTERM)

Results go to stdout, everything else to stderr. With --json a result is one
line of JSON on stdout, and an error one line of JSON on stderr:
{"error": {"code", "message", "exitCode", "advice", "traceId", ...}}.

This program is independent of Plastiq.`;
}

/** Returns the part of a command's help that is about a subcommand, or the whole help if there is none. */
export function helpAbout(help: string, command: string, subcommand: string = ""): string {
  const sections = help.split("\n\n");
  const own = sections.filter((section) => /^(?:Options|Actions) of (\w+)/.exec(section)?.[1] === subcommand);
  if (own.length === 0) return help;
  const entriesOf = (title: string) => {
    const [, ...entries] = sections.find((section) => section.startsWith(`${title}:\n`))?.split(/\n(?= {2}\S)/) ?? [];
    const about = entries.filter((entry) => entry.includes(`plastiq-connect ${command} ${subcommand}`));
    return about.length === 0 ? [] : [[`${title}:`, ...about].join("\n")];
  };
  return [...entriesOf("Usage"), ...own, ...entriesOf("Examples")].join("\n\n");
}

/** Fits help to the output, and makes its titles bold. */
export function paintHelp(help: string, { colors: { bold }, width }: Pick<Output, "colors" | "width">): string {
  // Bold first: a title may take two lines.
  return narrowHelp(
    help.replace(/^[A-Z].*:$/gm, (title) => bold(title)),
    width,
  );
}
