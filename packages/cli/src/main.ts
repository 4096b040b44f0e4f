import { version } from "../package.json";
import { refuseApiKey } from "./arguments.ts";
import type { Command, Context } from "./command.ts";
import { compare } from "./commands/compare/index.ts";
import { doctor } from "./commands/doctor.ts";
import { mint } from "./commands/mint.ts";
import { pay } from "./commands/pay/index.ts";
import { sandbox } from "./commands/sandbox/index.ts";
import { webhook } from "./commands/webhook/index.ts";
import { complete, completion } from "./completion/index.ts";
import { reportError } from "./error-report.ts";
import { ExitCode } from "./exit-code.ts";
import { generalHelp, helpAbout, paintHelp } from "./help.ts";
import { suggestion } from "./suggestion.ts";
import { UsageError } from "./usage-error.ts";

const COMMANDS: Readonly<Record<string, Command>> = { mint, pay, sandbox, webhook, doctor, compare, completion };

/** Runs the program: picks the command, and turns any error into a message and an exit code. */
export async function main(context: Context): Promise<ExitCode> {
  try {
    return await dispatch(context);
  } catch (error) {
    return reportError(error, context);
  }
}

async function dispatch(context: Context): Promise<ExitCode> {
  const { out, err } = context;
  refuseApiKey(context.args);
  const [first, ...args] = context.args;
  switch (first) {
    case undefined:
      err.line(paintHelp(generalHelp(COMMANDS), err));
      return ExitCode.usage;
    case "complete":
      return complete({ ...context, args }, COMMANDS);
    case "--version":
    case "-v":
      out.line(version);
      return ExitCode.ok;
    case "help":
    case "--help":
    case "-h": {
      const [name, subcommand] = args;
      const help = name === undefined ? generalHelp(COMMANDS) : helpAbout(commandNamed(name).help, name, subcommand);
      out.line(paintHelp(help, out));
      return ExitCode.ok;
    }
  }
  const command = commandNamed(first);
  if (args.includes("--help") || args.includes("-h")) {
    out.line(paintHelp(helpAbout(command.help, first, args[0]), out));
    return ExitCode.ok;
  }
  return await command.run({ ...context, args });
}

function commandNamed(word: string): Command {
  const command = Object.hasOwn(COMMANDS, word) ? COMMANDS[word] : undefined;
  if (command) return command;
  // An unexpected argument can be a key: repeat only what looks like a mistyped command.
  throw new UsageError(
    /^[a-z]{1,12}$/.test(word) ? `Unknown command ${word}.` : "The first argument must be a command.",
    suggestion(word, [...Object.keys(COMMANDS), "help", "--help", "--version"]) ??
      "plastiq-connect --help lists the commands.",
  );
}
