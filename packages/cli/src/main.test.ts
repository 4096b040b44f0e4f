import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { runOnPipe } from "./testing/in-process.ts";
import { run, start } from "./testing/run.ts";

const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

describe.concurrent("the program", () => {
  it.each([["--version"], ["-v"]])("prints the version and nothing else: %s", async (flag) => {
    expect(await run([flag])).toEqual({ exitCode: 0, stdout: `${version}\n`, stderr: "" });
  });

  it.each([
    [["--help"], "plastiq-connect <command>"],
    [["-h"], "plastiq-connect <command>"],
    [["help"], "plastiq-connect <command>"],
    [["help", "mint"], "--create-payer"],
    [["mint", "--help"], "--create-payer"],
    [["sandbox", "-h"], "default 4010"],
    [["doctor", "--json", "--help"], "read-only"],
    [["pay", "--help"], "--order <text>"],
    [["webhook", "listen", "--help"], "--forward-to"],
  ])("prints help within 80 columns on stdout: %s", async (args, part) => {
    const { exitCode, stdout, stderr } = await runOnPipe(args);
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).toContain(part);
    expect(stdout.split("\n").filter((line) => line.length > 80)).toEqual([]);
  });

  it("prints help on stderr without a command", async () => {
    const { exitCode, stdout, stderr } = await run([]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain("Exit codes:");
  });

  it.each([
    [["mnt"], "Unknown command mnt.", "Did you mean mint?"],
    [["frobnicate"], "Unknown command frobnicate.", "lists the commands"],
    [["toString"], "must be a command", "lists the commands"],
    [["--versoin"], "must be a command", "Did you mean --version?"],
    [["help", "docter"], "Unknown command docter.", "Did you mean doctor?"],
    [["mint", "--payr", "x"], "Unknown option --payr.", "Did you mean --payer?"],
    [["doctor", "--frobnicate"], "Unknown option --frobnicate.", "Add --help to see the options."],
    [["sandbox", "-p", "1"], "Unknown option -p.", "Add --help to see the options."],
    [["mint", "--payer"], "--payer needs a value.", "Add --help to see the options."],
    [["mint", "--payer", "--json"], "--payer needs a value.", "Add --help to see the options."],
    [["mint", "--json=yes"], "--json takes no value.", "Add --help to see the options."],
    [["mint", "hello"], "an unexpected argument", ""],
    [["pay", "--amount", "10.00", "--yes", "--amount=1000.00"], "--amount must be passed once.", ""],
    [["sandbox", "control", "clock", "--ms", "1", "--ms", "1"], "--ms must be passed once.", ""],
    [["doctor", "--timeout", "soon"], "--timeout must be an integer", ""],
    [["doctor", "--timeout", "0"], "--timeout must be an integer", ""],
    [["sandbox", "--port", "65536"], "--port must be an integer from 0 to 65535.", ""],
    [["sandbox", "--port=-1"], "--port must be an integer", ""],
    [["sandbox", "--error-shape", "round"], "--error-shape must be reference or guide.", ""],
    [["doctor", "--environment", "moon"], "--environment must be sandbox or production.", ""],
    [["doctor", "--environment", "sandbox", "--base-url", "https://x.invalid/api"], "cannot be used together", ""],
  ])("%s is a usage error", async (args, message, hint) => {
    const { exitCode, stdout, stderr } = await runOnPipe(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).toContain(hint);
  });

  it.each([
    [["sandbox", "fault", "--kind", "html", "--help"], "--retry-after", ["--autopilot", "--force", "--seed <file>"]],
    [["sandbox", "control", "refund", "-h"], "refund --payment", ["--retry-after", "--force"]],
    [["help", "sandbox", "init"], "plastiq-connect sandbox init && ", ["--retry-after", "--autopilot"]],
    [["webhook", "trigger", "--help"], "webhook trigger <event>", ["--forward-to"]],
  ])("shows the help of a subcommand only: %j", async (args, own, others) => {
    const { exitCode, stdout } = await runOnPipe(args);
    expect(exitCode).toBe(0);
    expect(stdout).toMatch(/^Usage:\n {2}plastiq-connect [^\n]+\n\n(?:Actions|Options) of /);
    expect(stdout).toContain(own);
    for (const other of others) expect(stdout).not.toContain(other);
  });

  const key = "k3y-on-the-command-line";
  it.each([
    [["mint", "--api-key", key]],
    [["mint", `--api-key=${key}`]],
    [["doctor", "--apiKey", key]],
    [["--api_key", key, "mint"]],
  ])("refuses the API key as a flag: %s", async (args) => {
    const { exitCode, stdout, stderr } = await run(args);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain("process lists");
    expect(stderr).toContain("PLASTIQ_API_KEY");
    expect(stderr).not.toContain(key);
  });

  it.each([[[key]], [["mint", key]], [["mint", `--${key}`]], [["mint", "--environment", key]], [["help", key]]])(
    "never repeats an unexpected argument, which may be a key: %#",
    async (args) => {
      const { exitCode, stderr } = await run(args);
      expect(exitCode).toBe(2);
      expect(stderr).not.toContain(key);
    },
  );

  it("prints an error as one line of JSON on stderr with --json", async () => {
    const { exitCode, stdout, stderr } = await runOnPipe(["mint", "--json", "--payr", "x"]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(JSON.parse(stderr)).toEqual({
      error: { code: "usage", message: "Unknown option --payr.", exitCode: 2, advice: "Did you mean --payer?" },
    });
    expect(stderr.trimEnd()).not.toContain("\n");
  });

  it.each([
    [{ CI: "true" }, false],
    [{ FORCE_COLOR: "1" }, true],
    [{ FORCE_COLOR: "0" }, false],
    [{ FORCE_COLOR: "1", NO_COLOR: "1" }, false],
  ])("colors on a pipe with %o: %s", async (env, painted) => {
    const { stdout } = await run(["--help"], { env });
    expect(stdout.includes("\x1b")).toBe(painted);
  });

  it.each([[["--help"]], [["doctor", "--base-url", "nonsense"]]])(
    "does not count a reader that goes away as an error: %s",
    async (args) => {
      const { child, finished } = start(args);
      child.stdout?.destroy();
      const { exitCode, stderr } = await finished;
      expect({ exitCode, stderr }).toEqual({ exitCode: args.length > 1 ? 2 : 0, stderr: "" });
    },
  );
});
