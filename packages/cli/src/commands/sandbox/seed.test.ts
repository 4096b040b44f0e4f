import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { LOCAL_API_KEY } from "@plastiq-connect/sandbox";
import { remoteControl } from "@plastiq-connect/sandbox/control";
import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { runOnPipe } from "../../testing/in-process.ts";
import { start } from "../../testing/run.ts";
import { sandboxOf } from "../../testing/servers.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "plastiq-seed-"));
});
afterAll(() => rm(folder, { recursive: true }));

async function fileOf(name: string, text: string | Uint8Array): Promise<string> {
  const file = join(folder, name);
  await writeFile(file, text);
  return file;
}

describe("sandbox init and --seed", () => {
  it("runs the example that it writes, with the same ids in every run", async () => {
    const file = join(folder, "example.yaml");
    expect(await runOnPipe(["sandbox", "init", "--file", file])).toMatchObject({ exitCode: 0, stdout: `${file}\n` });
    const startedWith = async () => {
      const args = ["sandbox", "--port", "0", "--json", "--seed", file, "--ids", "7"];
      const running = start(args, { reveals: true });
      const { baseUrl, seed } = JSON.parse(await running.firstLine);
      const control = remoteControl(new URL(baseUrl).origin);
      const state = await control.state();
      const made = await fetch(`${baseUrl}/payers`, {
        method: "POST",
        headers: { authorization: `Bearer ${LOCAL_API_KEY}`, "content-type": "application/json", "user-agent": "test" },
        body: JSON.stringify({ contact: { firstName: "Jo", lastName: "Kim", phone: "4155550100" } }),
      });
      const { id: added } = (await made.json()) as { id: string };
      running.child.kill("SIGINT");
      expect((await running.finished).exitCode).toBe(0);
      return { seed, state, added };
    };
    const { seed, state, added } = await startedWith();
    expect(state.payments.map(({ id, status }) => [id, status])).toEqual([
      [seed.payments.sent, "IN_TRANSIT"],
      [seed.payments["in-review"], "UNDER_REVIEW"],
    ]);
    expect(state.paymentIntents[0]).toMatchObject({ id: seed.paymentIntents["invoice-1042"], status: "CAPTURABLE" });
    expect(await startedWith()).toMatchObject({ seed, added });
    expect(added).toMatch(/^[0-9a-f-]{36}$/);
  });

  it("writes the example in JSON, too", async () => {
    const [json, yaml] = [join(folder, "both.json"), join(folder, "both.yaml")];
    for (const file of [json, yaml]) expect((await runOnPipe(["sandbox", "init", "--file", file])).exitCode).toBe(0);
    await using one = await sandboxOf();
    await using other = await sandboxOf();
    const ids = one.control.seed(JSON.parse(await readFile(json, "utf8")));
    const loaded = await runOnPipe(["sandbox", "control", "seed", "--file", yaml], { env: other.env });
    expect(JSON.parse(loaded.stdout)).toEqual(ids);
  });

  it.each([
    [[], "a 31mb "],
    [["--json"], "a\\u009b31mb\\u202e"],
  ])("prints no control character of the file's name %j", async (flags, shown) => {
    const file = join(folder, `a\u009b31mb\u202e${flags.length}.yaml`);
    const { stdout } = await runOnPipe(["sandbox", "init", "--file", file, ...flags]);
    expect(stdout).toContain(shown);
    expect(stdout).not.toMatch(/[\u009b\u202e]/);
    if (flags.length > 0) expect(JSON.parse(stdout)).toEqual({ file });
  });

  it.each([
    [[], "payers.a 31mb "],
    [["--json"], "a\\u009b31mb\\u202e"],
  ])("prints no control character of a record's name %j", async (flags, shown) => {
    const payer = { contact: { firstName: "Ada", lastName: "Moreau", email: "ada@example.com" } };
    const text = JSON.stringify({ payers: { "a\u009b31mb\u202e": payer } });
    const file = await fileOf(`names${flags.length}.json`, text);
    const { child, firstLine, finished } = start(["sandbox", "--port", "0", "--seed", file, ...flags], {
      reveals: true,
    });
    await firstLine;
    child.kill("SIGINT");
    const { stdout } = await finished;
    expect(stdout).toContain(shown);
    expect(stdout).not.toMatch(/[\u009b\u202e]/);
  });

  it("does not replace a file without --force", async () => {
    const file = await fileOf("mine.yaml", "payers: {}\n");
    const { exitCode, stderr } = await runOnPipe(["sandbox", "init", "--file", file]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("exists already");
    expect(await readFile(file, "utf8")).toBe("payers: {}\n");
    expect((await runOnPipe(["sandbox", "init", "--file", file, "--force"])).exitCode).toBe(0);
    expect(await readFile(file, "utf8")).toContain("paymentIntents:");
  });

  const contact = (email: string) => `{ firstName: Ada, lastName: Moreau, email: ${email} }`;
  it.each<[string, string | Uint8Array, string]>([
    [
      "a.yaml",
      `payers:\n  ada:\n    contact: ${contact("s3cret")}\n`,
      ":3:57: payers.ada.contact.email must be an e-mail address.",
    ],
    ["b.yaml", "payers:\n  ada:\n    businessName: x\n", ":3:5: payers.ada.contact is required."],
    ["c.yaml", "payers:\n  ada: {}\n  ada: {}\n", ":3:3: the file is not valid YAML or JSON (DUPLICATE_KEY)."],
    [
      "d.json",
      '{\n  "payers": {},\n  "faults": [{ "kind": "rain", "operation": "*" }]\n}',
      ":3:24: faults.0.kind must be one of",
    ],
    ["e.json", '{ "payers": ', ": the file is not valid YAML or JSON"],
    ["f.yaml", "payer: {}\n", ":1:8: payer is not a known field."],
    ["g.yaml", "- s3cret\n", ":1:1: The seed must be an object."],
    ["h.yaml", "", ": The seed must be an object."],
    ["i.yaml", "payers: *s3cret\n", "cannot be used as a seed"],
    ["j.yaml", "payers: &a\n  ada: *a\n", ":1:1: The seed is nested too deeply, or contains itself."],
    ["k.yaml", Buffer.from("s3cret\xff", "latin1"), " cannot be read as UTF-8."],
    ["l.yaml", Buffer.from("\uFEFFs3cret", "utf16le"), " cannot be read as UTF-8: it is UTF-16."],
  ])("names file, line and field of what is wrong, and no value: %s", async (name, text, message) => {
    const { exitCode, stdout, stderr } = await runOnPipe([
      "sandbox",
      "--port",
      "0",
      "--seed",
      await fileOf(name, text),
    ]);
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(name);
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("s3cret");
  });

  it("lets the parser print nothing of the file", async () => {
    const warned = vi.spyOn(process, "emitWarning");
    const file = await fileOf("key.yaml", "payers:\n  ? [s3cret]\n  : x\n");
    const { exitCode, stderr } = await runOnPipe(["sandbox", "--seed", file, "--json"]);
    expect(exitCode).toBe(2);
    expect(JSON.parse(stderr).error.message).toMatch(/:2:\d+: .* must be an object/);
    expect(warned).not.toHaveBeenCalled();
  });

  it.each([
    [["--seed", "/nowhere/seed.yaml"], "/nowhere/seed.yaml does not exist."],
    [["--seed", "seed.txt"], "--seed must be"],
    [["--ids", "x"], "--ids must be"],
    [["innit"], "Did you mean init?"],
    [["init", "--file", "seed.txt"], "--file must end in"],
  ])("is a usage error: %j", async (args, message) => {
    const { exitCode, stderr } = await runOnPipe(["sandbox", ...args]);
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});

describe("sandbox fault", () => {
  it("queues a fault for requests with a value, and removes it", async () => {
    await using sandbox = await sandboxOf();
    const fault = ["sandbox", "fault", "--kind", "status", "--status", "503", "--times", "0", "--after", "1"];
    const args = [...fault, "--operation", "createPayment", "--where", "body.payer.id=p1", "--where", "header.x=1=2"];
    const { exitCode, stdout } = await runOnPipe([...args, "--json"], { env: sandbox.env });
    expect([exitCode, JSON.parse(stdout)]).toEqual([0, { id: 1 }]);
    expect(sandbox.control.faults()).toEqual([
      {
        ...{ id: 1, kind: "status", status: 503, times: null, after: 1, operation: "createPayment" },
        where: { "body.payer.id": "p1", "header.x": "1=2" },
      },
    ]);
    expect((await runOnPipe(["sandbox", "fault", "--clear"], { env: sandbox.env })).exitCode).toBe(0);
    expect(sandbox.control.faults()).toEqual([]);
  });

  it.each([
    [[], "--kind is required"],
    [["--kind", "html", "--where", "nothing"], "--where must be"],
    [["--kind", "html", "--where", "method=GET", "--where", "method=POST"], "--where must name each field once."],
    [["--kind", "html", "--base-url", "https://connect.plastiq.com/api"], "local sandbox"],
  ])("is a usage error: %j", async (args, message) => {
    await using sandbox = await sandboxOf();
    const { exitCode, stderr } = await runOnPipe(["sandbox", "fault", ...args], { env: sandbox.env });
    expect(exitCode).toBe(2);
    expect(stderr).toContain(message);
  });
});
