import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { rootCertificates } from "node:tls";
import { describe, expect, it, onTestFinished } from "vitest";
import { runOnPipe } from "../testing/in-process.ts";
import { sandboxOf } from "../testing/servers.ts";

/** Runs the doctor with a file of certificate authorities, and returns what it finds. */
async function examine(content: string | undefined) {
  await using sandbox = await sandboxOf();
  const folder = await mkdtemp(join(tmpdir(), "plastiq-doctor-"));
  onTestFinished(() => rm(folder, { recursive: true }));
  const file = join(folder, "authorities.pem");
  if (content !== undefined) await writeFile(file, content, "latin1");
  const { exitCode, stdout } = await runOnPipe(["doctor", "--json"], {
    env: { ...sandbox.env, NODE_EXTRA_CA_CERTS: file },
  });
  const report: { checks: { check: string; result: string; message: string }[] } = JSON.parse(stdout);
  return { exitCode, file, finding: report.checks.find(({ check }) => check === "certificates") };
}

describe("doctor, with NODE_EXTRA_CA_CERTS", () => {
  it.each([
    ["does not exist", undefined, "cannot be read"],
    ["is empty", "", "has no PEM certificate"],
    ["is in DER form", "\x30\x82\x03\x0b", "has no PEM certificate"],
    ["is cut", "-----BEGIN CERTIFICATE-----\nMIID", "has no valid PEM certificate"],
  ])("reports a file that Node ignores: it %s", async (_, content, message) => {
    const { exitCode, finding } = await examine(content);
    expect(exitCode).toBe(2);
    expect(finding).toMatchObject({ result: "problem", message: expect.stringContaining(message) });
  });

  it("names a file that Node reads", async () => {
    const { exitCode, finding, file } = await examine(rootCertificates.slice(0, 2).join("\n"));
    expect(exitCode).toBe(0);
    expect(finding).toMatchObject({ result: "ok", message: `verified, also with ${file}` });
  });
});
