import { LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { describe, expect, it } from "vitest";
import { runOnPipe, runOnTerminal } from "./testing/in-process.ts";
import { sandboxOf } from "./testing/servers.ts";

const MINT = ["mint", "--payer", LOCAL_PAYER_ID, "--json"];

describe("--verbose", () => {
  it("writes a line for each request to stderr, without the secret, and leaves stdout as it is", async () => {
    await using sandbox = await sandboxOf();
    sandbox.control.addFault({ operation: "createClientSecret", kind: "status", status: 503, retryAfter: "0" });
    const { exitCode, stdout, stderr } = await runOnPipe([...MINT, "--verbose"], { env: sandbox.env });
    expect(exitCode).toBe(0);
    expect(JSON.parse(stdout).redacted).toBe(true);
    const lines = stderr.trim().split("\n");
    expect(lines).toHaveLength(2);
    expect(lines[0]).toMatch(/createClientSecret.*503/);
    expect(lines[1]).toMatch(/createClientSecret.*200/);
  });

  it("shows each request of a payment", async () => {
    await using sandbox = await sandboxOf();
    const args = ["pay", "--order", "1", "--create-payer", "--amount", "5.00", "--yes", "--verbose"];
    const { exitCode, err } = await runOnTerminal(args, sandbox.env);
    expect(exitCode).toBe(0);
    for (const operation of ["createPayer", "createPaymentIntent", "createPayment"]) expect(err).toContain(operation);
    expect(err).not.toContain("4242424242424242");
  });

  it("prints nothing without it", async () => {
    await using sandbox = await sandboxOf();
    expect((await runOnPipe(MINT, { env: sandbox.env })).stderr).toBe("");
  });
});
