import { type ChildProcess, spawn } from "node:child_process";
import { accessSync, constants } from "node:fs";
import { delimiter, join } from "node:path";

/** A running database. */
export interface Engine {
  readonly url: string;
  stop(): Promise<void>;
}

/**
 * Returns the path of a program, or undefined when it is not installed.
 *
 * @param folders Folders to search before those of PATH.
 * @throws Error in CI, where a test must not be skipped because an engine is missing.
 */
export function findProgram(name: string, folders: readonly string[] = []): string | undefined {
  for (const folder of [...folders, ...(process.env.PATH ?? "").split(delimiter)]) {
    try {
      const path = join(folder, name);
      accessSync(path, constants.X_OK);
      return path;
    } catch {}
  }
  if (process.env.CI) throw new Error(`${name} is not installed. CI must run the tests that need it.`);
  return undefined;
}

/** Starts a program, and resolves once a line of its output matches. */
export async function startProgram(
  path: string,
  args: readonly string[],
  ready: RegExp,
  options: { readonly uid?: number; readonly gid?: number } = {},
): Promise<ChildProcess> {
  const child = spawn(path, args, { stdio: ["ignore", "pipe", "pipe"], ...options });
  await new Promise<void>((resolve, reject) => {
    let output = "";
    const read = (text: string): void => {
      output += text;
      if (ready.test(output)) resolve();
    };
    child.stdout.setEncoding("utf8").on("data", read);
    child.stderr.setEncoding("utf8").on("data", read);
    child.on("error", reject).on("exit", () => reject(new Error(`${path} ended: ${output}`)));
  });
  return child;
}
