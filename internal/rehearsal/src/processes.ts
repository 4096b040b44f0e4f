import { type ChildProcess, type SpawnOptions, spawn } from "node:child_process";

/** How a child process ended. */
interface Ended {
  /** Null when a signal ended it. */
  readonly status: number | null;
  readonly stdout: string;
  /** Both streams, as they came. */
  readonly output: string;
}

/** How a child process is started. Nothing of this process's environment is passed on. */
export interface Start {
  readonly cwd: string;
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds until it is killed. Default two minutes. */
  readonly timeout?: number;
}

/** A child process that goes on until it is ended. */
interface Running {
  /** Resolves with the first match in what it prints; rejects with what it printed when it ends before. */
  prints(pattern: RegExp): Promise<RegExpExecArray>;
  end(): void;
}

/** The child processes of a rehearsal, none of which outlives it. */
export interface Processes {
  /** Runs a command to its end. */
  ended(command: readonly string[], start: Start): Promise<Ended>;
  /** As {@link Processes.ended}, and rejects with the output when it fails. Resolves with standard output. */
  run(command: readonly string[], start: Start): Promise<string>;
  /** Starts what goes on. */
  start(command: readonly string[], start: Start): Running;
  /** Kills every process that was started, and those that it started. Synchronous, for `process.on("exit")`. */
  endAll(): void;
}

const TAIL = 30;

/** Starts child processes, each in a group of its own so that its children end with it. */
export function createProcesses(): Processes {
  const living = new Set<ChildProcess>();

  function launch([program = "", ...words]: readonly string[], { cwd, env }: Start): ChildProcess {
    const options: SpawnOptions = { cwd, env, stdio: ["ignore", "pipe", "pipe"], detached: !onWindows };
    const child = spawn(program, words, options);
    living.add(child);
    child.once("close", () => living.delete(child));
    return child;
  }

  function ended(command: readonly string[], start: Start): Promise<Ended> {
    const child = launch(command, start);
    let stdout = "";
    let output = "";
    child.stdout?.setEncoding("utf8").on("data", (text: string) => {
      stdout += text;
      output += text;
    });
    child.stderr?.setEncoding("utf8").on("data", (text: string) => {
      output += text;
    });
    const { timeout = 120_000 } = start;
    const timer = setTimeout(() => {
      output += `\nKilled after ${timeout / 1_000} s.`;
      kill(child);
    }, timeout);
    return new Promise((resolve) => {
      child.once("error", (error) => {
        output += error.message;
      });
      child.once("close", (status) => {
        clearTimeout(timer);
        resolve({ status, stdout, output });
      });
    });
  }

  return {
    ended,
    async run(command, start) {
      const { status, stdout, output } = await ended(command, start);
      if (status === 0) return stdout;
      const words = command.map((word) => word.split("/").at(-1)).join(" ");
      throw new Error(`\`${words}\` ended with ${status}:\n${tailOf(output)}`);
    },
    start(command, start) {
      const child = launch(command, start);
      let output = "";
      const heard = new Set<() => void>();
      for (const stream of [child.stdout, child.stderr]) {
        stream?.setEncoding("utf8").on("data", (text: string) => {
          output += text;
          for (const look of heard) look();
        });
      }
      return {
        prints: (pattern) =>
          new Promise((resolve, reject) => {
            const fail = (): void => reject(new Error(`It ended before it was ready:\n${tailOf(output)}`));
            const look = (): void => {
              const match = pattern.exec(output);
              if (match === null) return;
              heard.delete(look);
              child.off("close", fail);
              resolve(match);
            };
            child.once("close", fail);
            child.once("error", reject);
            heard.add(look);
            look();
          }),
        end: () => kill(child),
      };
    },
    endAll() {
      for (const child of living) kill(child);
    },
  };
}

const onWindows = process.platform === "win32";

function kill(child: ChildProcess): void {
  if (child.pid === undefined) return;
  try {
    if (onWindows) child.kill("SIGKILL");
    else process.kill(-child.pid, "SIGKILL");
  } catch {
    // It ended by itself.
  }
}

function tailOf(output: string): string {
  return output.trim().split("\n").slice(-TAIL).join("\n");
}
