import colors from "picocolors";
import { expect, it } from "vitest";
import { reportError } from "./error-report.ts";
import type { Output } from "./output.ts";

function report(error: unknown, args: readonly string[] = []): { readonly exitCode: number; readonly text: string } {
  const lines: string[] = [];
  const output: Output = {
    line: (text = "") => void lines.push(text),
    colors: colors.createColors(false),
    isTerminal: false,
    width: undefined,
  };
  const env = { PLASTIQ_API_KEY: "key-of-this-test" };
  const exitCode = reportError(error, {
    ...{ args, env, program: "plastiq-connect", out: output, err: output },
    signal: new AbortController().signal,
  });
  return { exitCode, text: lines.join("\n") };
}

it("reports a defect without its stack, the key and control characters", () => {
  const { exitCode, text } = report(new TypeError('Headers: "Bearer key-of-this-test\x1b[0m" is invalid'));
  expect(exitCode).toBe(1);
  expect(text).toBe(
    'error  This is a bug in plastiq-connect: Headers: "Bearer [redacted] [0m" is invalid\n' +
      "next   Please report it, with the command line and the version.",
  );
});

it("reports any thrown value", () => {
  expect(JSON.parse(report(undefined, ["--json"]).text).error).toMatchObject({
    code: "defect",
    message: "This is a bug in plastiq-connect: unknown",
    exitCode: 1,
  });
});
