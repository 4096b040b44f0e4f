import { spawnSync } from "node:child_process";
import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { controlActions } from "../commands/sandbox/control.ts";
import { runOnPipe } from "../testing/in-process.ts";

const BIN = fileURLToPath(new URL("../../dist/bin.js", import.meta.url));
const valuesOf = (stdout: string) =>
  stdout
    .trim()
    .split("\n")
    .map((line) => line.split("\t")[0]);

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plastiq-completion-"));
  const program = join(folder, "plastiq-connect");
  await writeFile(program, `#!/bin/sh\nexec "${process.execPath}" "${BIN}" "$@"\n`);
  await chmod(program, 0o755);
});
afterAll(() => rm(folder, { recursive: true }));

/** Returns the words that bash offers after each of these lines, with the completion that the program prints. */
function offeredByBash(lines: readonly (readonly string[])[]): readonly (readonly string[])[] {
  const tries = lines.map(
    (words) => `COMP_WORDS=(plastiq-connect ${words.map((word) => `'${word}'`).join(" ")}); COMP_CWORD=${words.length}
    $function; echo "\${COMPREPLY[*]}"`,
  );
  // compopt only works while a person completes.
  const script = `compopt() { :; }
    source <(plastiq-connect completion bash)
    source <(plastiq-connect completion bash)
    function=$(complete -p plastiq-connect | sed 's/.*-F \\([^ ]*\\) .*/\\1/')
    ${tries.join("\n")}`;
  const env = { PATH: `${folder}:${process.env.PATH}` };
  const { stdout, stderr } = spawnSync("bash", ["--norc", "--noprofile", "-c", script], { env, encoding: "utf8" });
  expect(stderr).toBe("");
  return stdout
    .trimEnd()
    .split("\n")
    .map((line) => line.split(" "));
}

describe("completion", () => {
  it("completes commands, options and values in bash, also when it is sourced twice", () => {
    const offered = offeredByBash([
      ["san"],
      ["sandbox", "--se"],
      ["sandbox", "in"],
      ["webhook", "trigger", "--ty"],
      ["doctor", "--environment", "p"],
      ["completion", ""],
      ["webhook", "trigger", "doc"],
    ]);
    const shells = ["bash", "zsh", "fish"];
    const single = ["sandbox", "--seed", "init", "--type", "production"].map((word) => [word]);
    expect(offered).toEqual([...single, shells, ["document.request"]]);
  });

  it("leaves the name of a file to the shell, and nothing else", async () => {
    const directiveAfter = async (...words: readonly string[]) =>
      (await runOnPipe(["complete", "--", ...words])).stdout.trim();
    expect(await directiveAfter("sandbox", "--seed", "")).toBe(":0");
    expect(await directiveAfter("sandbox", "control", "restore", "--file", "sna")).toBe(":0");
    expect(await directiveAfter("sandbox", "--account", "")).toBe(":4");
    expect(await directiveAfter("mint", "--payer", "")).toBe(":4");
    expect((await runOnPipe(["completion", "bash"])).stdout).toMatch(/^complete -o default -F \S+ plastiq-connect$/m);
  });

  it("offers each option that an action of sandbox control takes", async () => {
    for (const [action, options] of Object.entries(controlActions)) {
      const taken = [...options, "help"].map((option) => `--${option}`);
      expect([action, new Set(await optionsOf("sandbox", "control", action))]).toEqual([action, new Set(taken)]);
    }
  });

  const optionsOf = async (...words: readonly string[]) =>
    valuesOf((await runOnPipe(["complete", "--", ...words, "--"])).stdout).filter((word) => word?.startsWith("--"));

  it("offers each command, and each option of its help", async () => {
    const { stdout } = await runOnPipe(["complete", "--", ""]);
    expect(valuesOf(stdout)).toEqual(expect.arrayContaining(["mint", "pay", "sandbox", "webhook", "doctor"]));
    for (const command of ["mint", "pay", "sandbox", "webhook", "doctor", "compare"]) {
      const help = (await runOnPipe([command, "--help"])).stdout;
      const subcommands = [...help.matchAll(/^Options of (\w+)/gm)].map(([, name = ""]) => [command, name]);
      const offered = await Promise.all([[command], ...subcommands].map((words) => optionsOf(...words)));
      const listed = [...help.matchAll(/^ {2}(--[a-z-]+)/gm)].map(([, flag]) => flag);
      expect(new Set(offered.flat())).toEqual(new Set([...listed, "--help"]));
    }
  });

  it("offers each subcommand its own options only", async () => {
    expect(await optionsOf("sandbox", "init")).toEqual(["--file", "--force", "--json", "--help"]);
    expect(await optionsOf("sandbox", "control", "clock")).toEqual(["--ms", "--base-url", "--json", "--help"]);
    expect(await optionsOf("sandbox")).not.toContain("--kind");
    expect(await optionsOf("webhook", "listen")).not.toContain("--payment");
    expect(await optionsOf("webhook")).toEqual(["--help"]);
  });

  it("offers each action of sandbox control", async () => {
    const { stdout } = await runOnPipe(["complete", "--", "sandbox", "control", ""]);
    const { stderr } = await runOnPipe(["sandbox", "control"]);
    const [, named = ""] = /must be one of (.*)\./.exec(stderr) ?? [];
    expect(valuesOf(stdout).slice(0, -1).toSorted()).toEqual(named.split(", ").toSorted());
  });

  it("describes each subcommand, and each option with whole sentences", async () => {
    for (const words of [
      ["sandbox"],
      ["webhook"],
      ["completion"],
      ["mint", "--"],
      ["pay", "--"],
      ["sandbox", "--"],
      ["webhook", "listen", "--"],
    ]) {
      const { stdout } = await runOnPipe(["complete", "--", ...words, ...(words.length > 1 ? [] : [""])]);
      const lines = stdout.trim().split("\n").slice(0, -1);
      expect(lines.length).toBeGreaterThan(1);
      for (const line of lines) expect(line).toMatch(/^\S+\t\S.*[^\s,:(]$/);
    }
    const { stdout } = await runOnPipe(["complete", "--", "mint", "--"]);
    expect(stdout).toContain("--create-payer\tcreate a test payer first, and mint for it\n");
  });

  it.runIf(spawnSync("fish", ["--version"]).status === 0)("completes commands, options and values in fish", () => {
    const env = { PATH: `${folder}:${process.env.PATH}`, HOME: folder };
    const ask = (line: string) => `echo (complete -C '${line}' | string split -f1 \\t)`;
    const lines = ["san", "sandbox in", "webhook trigger --ty", "doctor --environment p"];
    const script = `plastiq-connect completion fish | source
      ${lines.map((line) => ask(`plastiq-connect ${line}`)).join("\n")}`;
    const { stdout } = spawnSync("fish", ["--no-config", "-c", script], { env, encoding: "utf8" });
    expect(stdout.trim().split("\n")).toEqual(["sandbox", "init", "--type", "production"]);
  });

  it.runIf(spawnSync("zsh", ["--version"]).status === 0)(
    "completes commands, options and values in zsh, also when it is sourced twice",
    { timeout: 60_000 },
    () => {
      // A widget of the line editor completes what was typed, and prints the line.
      const script = `zmodload zsh/zpty
        zpty shell zsh -f -i
        zpty -w shell 'autoload -Uz compinit; compinit -u -D
          source <(plastiq-connect completion zsh); source <(plastiq-connect completion zsh)
          offer() { zle expand-or-complete; print -r -- "<$BUFFER>"; BUFFER= }
          zle -N offer; bindkey "^T" offer; echo rea""dy'
        zpty -r shell out '*ready*'
        for line in san "sandbox in" "webhook trigger --ty" "doctor --environment p"; do
          zpty -w -n shell "plastiq-connect $line"$'\\x14'
          zpty -r shell out '*<plastiq-connect *>*'
          print -r -- \${\${out##*<plastiq-connect }%%>*}
        done`;
      const env = { PATH: `${folder}:${process.env.PATH}`, HOME: folder };
      const { stdout } = spawnSync("zsh", ["-f", "-c", script], { env, encoding: "utf8" });
      expect(stdout.trim().split(/ *\n/)).toEqual([
        "sandbox",
        "sandbox init",
        "webhook trigger --type",
        "doctor --environment production",
      ]);
    },
  );

  it.each(["bash", "zsh", "fish"])("prints a script for %s that asks this program", async (shell) => {
    const { exitCode, stdout } = await runOnPipe(["completion", shell]);
    expect(exitCode).toBe(0);
    expect(stdout).toContain("plastiq-connect complete --");
  });

  it.each([[[]], [["powershell"]], [["bash", "zsh"]]])("is a usage error: %j", async (args) => {
    const { exitCode, stderr } = await runOnPipe(["completion", ...args]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("must be bash, zsh or fish");
  });
});
