import colors from "picocolors";
import type { Context } from "../command.ts";
import { main } from "../main.ts";
import type { Output } from "../output.ts";

/** Runs the program in this process as if a person watched, on a terminal of 80 columns and in colour. */
export async function runOnTerminal(
  args: readonly string[],
  env: Context["env"] = {},
): Promise<{ readonly exitCode: number; readonly out: string; readonly err: string }> {
  const out: string[] = [];
  const err: string[] = [];
  const terminal = (lines: string[]): Output => ({
    line: (text = "") => void lines.push(...text.split("\n")),
    colors: colors.createColors(true),
    isTerminal: true,
    width: 80,
  });
  const exitCode = await main({
    args,
    env,
    out: terminal(out),
    err: terminal(err),
    signal: new AbortController().signal,
  });
  return { exitCode, out: out.join("\n"), err: err.join("\n") };
}
