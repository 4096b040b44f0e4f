import type { Ask } from "./ask.ts";
import type { ExitCode } from "./exit-code.ts";
import type { Output } from "./output.ts";

/** Input and output of a command. A command reads no globals of the process. */
export interface Context {
  /** The command's own arguments, without its name. */
  readonly args: readonly string[];
  readonly env: Readonly<Record<string, string | undefined>>;
  /** How the user started the program, for the commands that it prints. */
  readonly program: string;
  /** Results only. */
  readonly out: Output;
  /** Errors, warnings and remarks. */
  readonly err: Output;
  /** Aborted on Ctrl-C (`reason` is `"SIGINT"`) and on `"SIGTERM"`. */
  readonly signal: AbortSignal;
  /** Asks the user at the terminal. Undefined without one, as on a pipe. */
  readonly ask?: Ask | undefined;
}

/** A command of the program. */
export interface Command {
  /**
   * Output of `--help`: lines of at most 80 characters; one from a capital letter at the edge to a colon is a title.
   */
  readonly help: string;
  /** One line for the list of commands. */
  readonly summary: string;
  /** @throws UsageError, ConnectError; anything else is a defect. */
  run(context: Context): Promise<ExitCode>;
}
