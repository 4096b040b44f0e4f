import { type ChildProcess, spawn } from "node:child_process";
import { fileURLToPath } from "node:url";
import { LOCAL_API_KEY } from "@plastiq-connect/sandbox";
import { expect } from "vitest";

/** The built program. */
export const BIN: string = fileURLToPath(new URL("../../dist/bin.js", import.meta.url));

/** Result of a finished process. */
export interface Finished {
  readonly exitCode: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** How a process is started. */
export interface Start {
  /** The whole environment. It contains no variables of the developer's, so that no test calls the vendor. */
  readonly env?: Record<string, string> | undefined;
  /** True if the output may hold the client secret (`--reveal`) or the published key (`sandbox`). */
  readonly reveals?: boolean;
  /** A file to write the output to. Default: a pipe. */
  readonly stdout?: number | undefined;
}

/** A running process of the built program. */
export interface Running {
  readonly child: ChildProcess;
  /** Resolves with the first line on stdout. */
  readonly firstLine: Promise<string>;
  /** Resolves at the end, after the rules for every output were checked. */
  readonly finished: Promise<Finished>;
}

/** Starts the built program. */
export function start(args: readonly string[], { env = {}, reveals = false, stdout: file }: Start = {}): Running {
  const child = spawn(process.execPath, [BIN, ...args], { env: { ...env }, stdio: ["ignore", file ?? "pipe", "pipe"] });
  let stdout = "";
  let stderr = "";
  child.stderr?.setEncoding("utf8").on("data", (text) => {
    stderr += text;
  });
  const firstLine = new Promise<string>((resolve) => {
    child.stdout?.setEncoding("utf8").on("data", (text) => {
      stdout += text;
      if (stdout.includes("\n")) resolve(stdout.slice(0, stdout.indexOf("\n")));
    });
  });
  const finished = new Promise<Finished>((resolve, reject) => {
    child.on("error", reject);
    child.on("close", (exitCode) => resolve({ exitCode, stdout, stderr }));
  }).then((result) => {
    checkOutput(result.stdout + result.stderr, env, reveals);
    return result;
  });
  return { child, firstLine, finished };
}

/** Runs the built program to its end. */
export function run(args: readonly string[], options: Start = {}): Promise<Finished> {
  return start(args, options).finished;
}

/** Rules for whatever the program prints, in every test. */
export function checkOutput(output: string, env: Record<string, string>, reveals: boolean): void {
  const key = env.PLASTIQ_API_KEY?.trim();
  if (key && !(reveals && key === LOCAL_API_KEY)) expect(output).not.toContain(key);
  if (!reveals) expect(output).not.toMatch(/LOCALCLIENTSECRET|local-sandbox-key/);
  if (!env.FORCE_COLOR) expect(output).not.toContain("\x1b");
  expect(output, "a stack trace").not.toMatch(/^\s+at /m);
}

/** Returns whether a process is gone. */
export function isGone({ pid }: ChildProcess): boolean {
  try {
    process.kill(pid ?? 0, 0);
    return false;
  } catch {
    return true;
  }
}
