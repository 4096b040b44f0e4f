import { expect, it } from "vitest";
import { inTermsOf, isWholeScript, programOf } from "./program.ts";
import { runOnPipe } from "./testing/in-process.ts";

it.each<[string, string | undefined, Record<string, string>]>([
  ["plastiq-connect", undefined, {}],
  ["npx plastiq-connect", "npm/11.19.1 node/v24.21.0 linux x64 workspaces/false", {}],
  ["npx plastiq-connect", "yarn/1.22.22 npm/? node/v24.21.0 linux x64", {}],
  ["pnpm dlx plastiq-connect", "pnpm/12.21.0 npm/? node/? linux x64", {}],
  ["bunx plastiq-connect", "bun/1.4.5 npm/? node/v26.3.0 linux x64", {}],
  ["bunx --bun plastiq-connect", "bun/1.4.5 npm/? node/v26.3.0 linux x64", { bun: "1.4.5" }],
  ["deno run -A npm:plastiq-connect", undefined, { deno: "2.9.6" }],
])("is started again as %s by %s %j", (program, agent, versions) => {
  expect(programOf({ npm_config_user_agent: agent }, versions)).toBe(program);
});

it.each([
  [true, "plastiq-connect"],
  [true, "'plastiq-connect'"],
  [true, '"plastiq-connect"'],
  [true, "plastiq-connect sandbox --seed seed.yaml"],
  [false, undefined],
  [false, "plastiq-connect sandbox & sleep 1"],
  [false, "plastiq-connect sandbox --json >log 2>&1 & vitest run"],
  [false, "setsid nohup plastiq-connect sandbox --json >log 2>&1 & until curl -sf $URL; do sleep .1; done"],
  [false, "node start.ts"],
  [false, "'plastiq-connect-tool'"],
])("watches for the end of its shell (%s) when the script is %s", (isWhole, script) => {
  expect(isWholeScript({ npm_lifecycle_script: script })).toBe(isWhole);
});

it("does not change an order's number that contains the name", () => {
  const advice = "plastiq-connect pay --order 'plastiq-connect pay 7'";
  expect(inTermsOf("npx plastiq-connect", advice)).toBe(`npx ${advice}`);
});

it("names a command in an error as the user started the program", async () => {
  const npx = { npm_config_user_agent: "npm/11.19.1 node/v24.21.0 linux x64" };
  const args = ["sandbox", "control", "nothing"];
  expect((await runOnPipe(args)).stderr).toContain(" See plastiq-connect sandbox control --help.");
  expect((await runOnPipe(args, { env: npx })).stderr).toContain(" See npx plastiq-connect sandbox control --help.");
  expect((await runOnPipe(["mintt"], { env: npx })).stderr).toContain("Did you mean mint?");
  expect((await runOnPipe(["deploy"], { env: npx })).stderr).toContain(
    " npx plastiq-connect --help lists the commands.",
  );
});
