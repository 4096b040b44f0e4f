import colors from "picocolors";
import type { Context } from "../command.ts";
import { main } from "../main.ts";
import type { Output } from "../output.ts";
import { programOf } from "../program.ts";
import { checkOutput, type Finished, type Start } from "./run.ts";

/**
 * Runs the program's source in this process, ten times as fast as in a process of its own. Its outputs are pipes.
 *
 * It captures what the program writes to its {@link Output}, but neither other output nor the end of the process.
 * Colors and proxies are those of this process. Tests of these start the built program: see `run`.
 */
export async function runOnPipe(
  args: readonly string[],
  { env = {}, reveals = false, signal }: Start & { readonly signal?: AbortSignal } = {},
): Promise<Finished> {
  const pipe = { colors: colors.createColors(false), isTerminal: false, width: undefined };
  const { exitCode, out, err } = await runIn(args, env, pipe, undefined, signal);
  const [stdout = "", stderr = ""] = [out, err].map((lines) => lines.map((line) => `${line}\n`).join(""));
  checkOutput(stdout + stderr, env, reveals);
  return { exitCode, stdout, stderr };
}

/**
 * Runs the program in this process as on a terminal of `width` columns and in color. With `replies`, the person also
 * replies, one after the other; `err` contains the questions. An error among them is thrown.
 */
export async function runOnTerminal(
  args: readonly string[],
  env: Context["env"] = {},
  replies?: readonly (string | Error)[],
  width: number = 80,
): Promise<{ readonly exitCode: number; readonly out: string; readonly err: string }> {
  const terminal = { colors: colors.createColors(true), isTerminal: true, width };
  const { exitCode, out, err } = await runIn(args, env, terminal, replies);
  return { exitCode, out: out.join("\n"), err: err.join("\n") };
}

async function runIn(
  args: readonly string[],
  env: Context["env"],
  stream: Omit<Output, "line">,
  replies?: readonly (string | Error)[],
  signal: AbortSignal = new AbortController().signal,
) {
  const [out, err] = [[] as string[], [] as string[]];
  const writer = (lines: string[]): Output => ({
    ...stream,
    line: (text = "") => void lines.push(...text.split("\n")),
  });
  const left = [...(replies ?? [])];
  const ask = async (question: string) => {
    err.push(question);
    const reply = left.shift();
    if (reply === undefined) throw new Error(`Nobody replies "${question}".`);
    if (reply instanceof Error) throw reply;
    return reply;
  };
  const context = { args, env, program: programOf(env, {}), out: writer(out), err: writer(err), signal };
  const exitCode = await main(replies ? { ...context, ask } : context);
  return { exitCode, out, err };
}
