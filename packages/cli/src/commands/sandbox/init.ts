import { writeFile } from "node:fs/promises";
import { readArguments } from "../../arguments.ts";
import type { Context } from "../../command.ts";
import { ExitCode } from "../../exit-code.ts";
import { jsonLine, plain } from "../../foreign-text.ts";
import { UsageError } from "../../usage-error.ts";
import { EXAMPLE_SEED } from "./example-seed.ts";

/** Writes an example seed file. */
export async function initSeed({ args, program, out, err }: Context): Promise<ExitCode> {
  const { file = "seed.yaml", ...flags } = readArguments(args, {
    file: { type: "string" },
    force: { type: "boolean" },
    json: { type: "boolean" },
  });
  if (!/\.(?:ya?ml|json)$/i.test(file)) throw new UsageError("--file must end in .yaml, .yml or .json.");
  try {
    await writeFile(file, /\.json$/i.test(file) ? await exampleInJson() : EXAMPLE_SEED, {
      flag: flags.force ? "w" : "wx",
    });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === "EEXIST") throw new UsageError(`${plain(file)} exists already.`, "Pass --force to replace it.");
    throw new UsageError(`${plain(file)} cannot be written: ${code}.`);
  }
  if (flags.json) {
    out.line(jsonLine({ file }));
    return ExitCode.ok;
  }
  out.line(plain(file));
  err.line(err.colors.dim(`Start the sandbox with it: ${program} sandbox --seed ${plain(file)}`));
  return ExitCode.ok;
}

/** For `control.seed()`, which takes an object. */
async function exampleInJson(): Promise<string> {
  const { parse } = await import("yaml");
  return `${JSON.stringify(parse(EXAMPLE_SEED), null, 2)}\n`;
}
