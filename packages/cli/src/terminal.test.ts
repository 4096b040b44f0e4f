import { stripVTControlCharacters } from "node:util";
import { LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { describe, expect, it } from "vitest";
import { runOnTerminal } from "./testing/in-process.ts";
import { sandboxOf } from "./testing/servers.ts";

const MINT = ["mint", "--payer", LOCAL_PAYER_ID];

describe.concurrent("on a terminal", () => {
  it("shows the secret among the facts with --reveal, and warns", async () => {
    await using sandbox = await sandboxOf();
    const { exitCode, out, err } = await runOnTerminal([...MINT, "--reveal"], sandbox.env);
    expect(exitCode).toBe(0);
    expect(stripVTControlCharacters(out)).toMatch(/^client secret {2}LOCALCLIENTSECRET[\dA-F]{48}$/m);
    expect(out).toContain("\x1b[1mLOCALCLIENTSECRET");
    expect(stripVTControlCharacters(err)).toMatch(/^warning .*once.*60 s/);
  });

  it("warns of nothing without --reveal", async () => {
    await using sandbox = await sandboxOf();
    const { out, err } = await runOnTerminal(MINT, sandbox.env);
    expect(out).toContain("[redacted]");
    expect(err).toBe("");
  });

  it("reports retries, but not with --json", async () => {
    await using sandbox = await sandboxOf();
    const mintAfterRetry = (...flags: string[]) => {
      sandbox.control.addFault({ operation: "createClientSecret", kind: "status", status: 503, retryAfter: "0" });
      return runOnTerminal([...MINT, ...flags], sandbox.env);
    };
    const [told, quiet] = [await mintAfterRetry(), await mintAfterRetry("--json")];
    expect([told.exitCode, quiet.exitCode]).toEqual([0, 0]);
    const reported = /^Attempt 1 failed \(server_unavailable\); the next in \d+ ms\.$/;
    expect(stripVTControlCharacters(told.err)).toMatch(reported);
    expect(quiet.err).toBe("");
  });

  it("breaks long texts between words, below where they start", async () => {
    await using sandbox = await sandboxOf();
    const refused = await runOnTerminal(MINT, { ...sandbox.env, PLASTIQ_API_KEY: "wrong-key-of-this-test" });
    const examined = await runOnTerminal(["doctor"], { ...sandbox.env, PLASTIQ_API_KEY: "wrong-key-of-this-test" });
    for (const text of [refused.err, examined.out]) {
      const lines = stripVTControlCharacters(text).split("\n");
      expect(lines.filter((line) => line.length > 80)).toEqual([]);
    }
    expect(stripVTControlCharacters(refused.err)).toMatch(
      /^error {5}createClientSecret \(127\.0\.0\.1:\d+\): 401 .*\n {10}\S/,
    );
  });

  it.each([[["--help"]], [["mint", "--help"]], [["doctor", "--help"]], [["sandbox", "--help"]]])(
    "prints the titles of %s in bold",
    async (args) => {
      const { out } = await runOnTerminal(args);
      expect(out).toContain("\x1b[1mOptions:\x1b[22m".replace("Options", args.length > 1 ? "Options" : "Commands"));
    },
  );
});
