import { on } from "node:events";
import { execa, type Options } from "execa";

/** How a child process is started. Nothing of this process's environment is passed on. */
export interface Start {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
}

/** A child process that goes on until it is ended. */
interface Running {
  /** Resolves with the first match in what it prints. Rejects with what it printed when it ends before. */
  prints(pattern: RegExp): Promise<RegExpExecArray>;
  end(): Promise<unknown>;
}

const TAIL = 30;

function optionsOf({ cwd, env }: Start) {
  return { cwd, env, extendEnv: false, stdin: "ignore", all: true, reject: false } as const satisfies Options;
}

/** Runs a command to its end, which comes after ten minutes at the latest: a busy machine builds slowly. */
export async function ended([program = "", ...args]: readonly string[], start: Start) {
  const { exitCode, stdout, all, shortMessage } = await execa(program, args, { ...optionsOf(start), timeout: 600_000 });
  return { status: exitCode, stdout, output: all || shortMessage || "" };
}

/** Runs a command to its end. Resolves with its standard output, and rejects with all of its output when it fails. */
export async function run(command: readonly string[], start: Start): Promise<string> {
  const { status, stdout, output } = await ended(command, start);
  if (status === 0) return stdout;
  const words = command.map((word) => word.split("/").at(-1)).join(" ");
  throw new Error(`\`${words}\` ended with ${status}:\n${output.trim().split("\n").slice(-TAIL).join("\n")}`);
}

/** Starts a command that goes on. It ends with this process at the latest, and so does what it started: npx leaves its child. */
export function startProcess([program = "", ...args]: readonly string[], start: Start): Running {
  const detached = process.platform !== "win32";
  const child = execa(program, args, { ...optionsOf(start), detached, cleanup: false });
  const end = (): Promise<unknown> => {
    try {
      if (child.pid !== undefined && detached) process.kill(-child.pid, "SIGKILL");
      else child.kill("SIGKILL");
    } catch {
      // They have ended by themselves.
    }
    return child;
  };
  process.once("exit", end);
  return {
    end,
    async prints(pattern) {
      let output = "";
      for await (const [chunk] of on(child.all, "data", { close: ["end"] })) {
        output += String(chunk);
        const match = pattern.exec(output);
        if (match) return match;
      }
      throw new Error(`It ended before it was ready:\n${output}`);
    },
  };
}
