import { describe, expect, it } from "vitest";
import { runOnPipe } from "../../testing/in-process.ts";
import { sandboxOf } from "../../testing/servers.ts";

const ID = "9b2f7a4e-1c3d-4e5f-8a6b-7c8d9e0f1a2b";
const FULL = ["pay", "--order", "1042", "--payer", ID, "--payment-method", ID, "--recipient", ID, "--amount", "100"];

describe.concurrent("pay refuses, without sending anything", () => {
  it.each([
    [["--environment", "production"], {}],
    [[], { PLASTIQ_ENVIRONMENT: "production" }],
    [["--base-url", "https://connect.plastiq.com/api"], {}],
    [["--base-url", "https://CONNECT.plastiq.com./api"], {}],
    [["--base-url", "https://connect.plastiq.com:8443/api"], {}],
  ])("production without --production: %j %o", async (flags, env) => {
    const { exitCode, stderr } = await runOnPipe([...FULL, "--yes", ...flags], {
      env: { PLASTIQ_API_KEY: "k3y", ...env },
    });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("Add --production");
  });

  it.each([
    [[...FULL], "Pass --yes"],
    [[...FULL, "--yes", "--production"], "--production is set"],
    [["pay", "--yes"], "--order is missing."],
    [["pay", "--yes", "--order", "1"], "--payer is missing."],
    [["pay", "--yes", "--order", "1", "--payer", ID], "--payment-method is missing."],
    [["pay", "--yes", "--order", "1", "--create-payer"], "--amount is missing."],
    [[...FULL, "--create-payer"], "--payer and --create-payer cannot"],
    [[...FULL, "--yes", "--intent", ID], "--intent and --amount cannot"],
    [["pay", "--amount", "0.999"], "--amount must be"],
    [["pay", "--order", " 1 "], "--order must be"],
    [["pay", "--order", "a\u001b[31m"], "--order must be"],
    [["pay", "--recipient", "4242424242424242"], "--recipient must be a UUID."],
    [[...FULL, "--yes", "--attempt", "0"], "--attempt must be an integer"],
    [[...FULL, "--yes", "--amount=1"], "--amount must be passed once."],
    [[...FULL, "--yes", "--attempt", "1", "--attempt", "2"], "--attempt must be passed once."],
  ])("%j", async (args, message) => {
    await using sandbox = await sandboxOf();
    const { exitCode, stdout, stderr } = await runOnPipe(args, { env: sandbox.env });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("4242424242424242");
    expect(sandbox.control.seen()).toEqual([]);
  });
});
