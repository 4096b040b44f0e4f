import type { RootCommand } from "@bomb.sh/tab";
import type { Fault } from "@plastiq-connect/sandbox";
import type { Command, Context } from "../command.ts";
import { controlActions } from "../commands/sandbox/control.ts";
import { DOCUMENTED } from "../commands/webhook/events.ts";
import { ExitCode } from "../exit-code.ts";
import { UsageError } from "../usage-error.ts";
import { actionsInHelp, type HelpOption, optionsInHelp } from "./help-options.ts";

const NAME = "plastiq-connect";
const SHELLS = ["bash", "zsh", "fish"] as const;

const HELP = `\
Prints a script that completes commands, options and their values in a shell.

Usage:
  plastiq-connect completion <bash|zsh|fish>

Examples:
  source <(plastiq-connect completion bash)      # in ~/.bashrc
  source <(plastiq-connect completion zsh)       # in ~/.zshrc, after compinit
  plastiq-connect completion fish | source       # in config.fish`;

const subcommands: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  sandbox: {
    init: "write a seed file",
    fault: "queue a fault in a running sandbox",
    control: "control a running sandbox",
  },
  webhook: { listen: "show events, and forward them to your endpoint", trigger: "send an event" },
  completion: Object.fromEntries(SHELLS.map((shell) => [shell, `print the script for ${shell}`])),
};

// A record, because a list without one of the kinds would compile.
const FAULT_KINDS: Readonly<Record<Fault["kind"], true>> = {
  status: true,
  redirect: true,
  latency: true,
  severed: true,
  "severed-body": true,
  "stalled-body": true,
  "truncated-json": true,
  html: true,
  "oversized-body": true,
};

/** The values of options that have a fixed set of them. */
const values: Readonly<Record<string, readonly string[]>> = {
  environment: ["sandbox", "production"],
  "error-shape": ["reference", "guide"],
  autopilot: ["on", "off"],
  vocabulary: ["guide", "openapi"],
  pagination: ["with", "without"],
  "intent-on-payments": ["with", "without"],
  idempotency: ["replayed", "refused", "executed", "forgotten"],
  "replay-errors": ["on", "off"],
  kind: Object.keys(FAULT_KINDS),
  events: DOCUMENTED,
};

/** bash without the package bash-completion lacks this function. */
const BASH_FALLBACK = `\
if ! declare -F _get_comp_words_by_ref > /dev/null; then
  _get_comp_words_by_ref() {
    cur=\${COMP_WORDS[COMP_CWORD]} prev=\${COMP_WORDS[COMP_CWORD - 1]} words=("\${COMP_WORDS[@]}") cword=$COMP_CWORD
  }
fi`;

/** `plastiq-connect completion`. */
export const completion: Command = {
  summary: "print a script that completes commands in bash, zsh or fish",
  help: HELP,
  async run({ args, out }) {
    const shell = SHELLS.find((known) => known === args[0]);
    if (!shell || args.length > 1) {
      throw new UsageError(
        "The argument after completion must be bash, zsh or fish.",
        `See ${NAME} completion --help.`,
      );
    }
    const { script } = await import("@bomb.sh/tab");
    // The script may be sourced twice, so it must not declare a constant.
    const text = printed(() => script(shell, NAME, NAME))
      .replace(/^readonly /gm, "")
      // With this option, bash completes file names where the program says so.
      .replace(/^complete -F /m, "complete -o default -F ");
    out.line(shell === "bash" ? `${BASH_FALLBACK}\n${text}` : text);
    return ExitCode.ok;
  },
};

/** Prints the completions for a shell: `plastiq-connect complete -- <words>`. */
export async function complete({ args, out }: Context, commands: Readonly<Record<string, Command>>): Promise<ExitCode> {
  const { RootCommand } = await import("@bomb.sh/tab");
  const root = new RootCommand();
  for (const [name, command] of Object.entries(commands)) describe(root, name, command);
  const words = args.slice(args.indexOf("--") + 1);
  const isFile = commands[words[0] ?? ""]?.help.includes(`  ${words.at(-2)} <file>`);
  const found = printed(() => root.parse([...words]));
  // The library ends with ":4", which tells the shell to complete no file names.
  out.line(isFile ? found.replace(/:4$/, ":0") : found);
  return ExitCode.ok;
}

function describe(root: RootCommand, name: string, { summary, help }: Command): void {
  addOptions(root.command(name, summary), optionsInHelp(help));
  for (const [sub, about] of Object.entries(subcommands[name] ?? {})) {
    const options = optionsInHelp(help, sub);
    const command = root.command(`${name} ${sub}`, about);
    addOptions(command, options);
    if (sub === "trigger") command.argument("event", (add) => DOCUMENTED.forEach((event) => void add(event, "")));
    for (const [action, does] of actionsInHelp(help, sub)) {
      const taken = options.filter((option) => controlActions[action]?.includes(option.name));
      addOptions(root.command(`${name} ${sub} ${action}`, does), taken);
    }
  }
}

function addOptions(command: ReturnType<RootCommand["command"]>, options: readonly HelpOption[]): void {
  for (const option of options) {
    const complete = (add: (value: string, description: string) => void) => {
      for (const value of values[option.name] ?? []) add(value, "");
    };
    if (option.takesValue) command.option(option.name, option.description, complete);
    else command.option(option.name, option.description);
  }
  command.option("help", "show the options");
}

/**
 * Captures the library's console output. Nothing else can write to the console, because this function is synchronous.
 */
function printed(write: () => void): string {
  const lines: unknown[] = [];
  const { log } = console;
  console.log = (line: unknown) => void lines.push(line);
  try {
    write();
  } finally {
    console.log = log;
  }
  return lines.join("\n");
}
