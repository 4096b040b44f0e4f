import { mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import type { RequestListener } from "node:http";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { createRemoteWorld } from "@plastiq-connect/sandbox/control";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { runOnPipe } from "../../testing/in-process.ts";
import { sandboxOf, serverOf } from "../../testing/servers.ts";
import { EXAMPLE_SEED } from "./example-seed.ts";

let folder: string;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "control-"));
  await writeFile(join(folder, "seed.yaml"), EXAMPLE_SEED);
});
afterAll(() => rm(folder, { recursive: true }));

describe.concurrent("sandbox control", () => {
  it("creates the records of a seed, and moves its payments", async () => {
    await using sandbox = await sandboxOf();
    const run = (...args: string[]) => runOnPipe(["sandbox", "control", ...args], { env: sandbox.env });
    const seeded = await run("seed", "--file", join(folder, "seed.yaml"));
    expect(Object.keys(JSON.parse(seeded.stdout).payers)).toContain("ada");
    const state = async () => JSON.parse((await run("state")).stdout) as ReturnType<typeof sandbox.control.state>;
    expect(await state()).toEqual(JSON.parse(JSON.stringify(sandbox.control.state())));

    const reviewed = (await state()).payments.find(({ status }) => status === "UNDER_REVIEW")?.id ?? "";
    const requested = await run("request-document", "--payment", reviewed, "--type", "GOVERNMENT_ISSUED_ID");
    expect(requested).toEqual({ exitCode: 0, stderr: "", stdout: `${reviewed} UNDER_REVIEW\n` });
    const early = await run("advance", "--payment", reviewed, "--status", "IN_TRANSIT");
    expect([early.exitCode, early.stdout]).toEqual([3, ""]);
    expect(early.stderr).toContain("GOVERNMENT_ISSUED_ID");
    for (const type of ["GOVERNMENT_ISSUED_ID", "SUPPLIER_INVOICE_OR_PURCHASE_ORDER"]) {
      await run("provide-document", "--payment", reviewed, "--type", type);
    }
    expect((await run("advance", "--payment", reviewed)).stdout).toBe(`${reviewed} IN_TRANSIT\n`);
    const place = ["--base-url", sandbox.env.PLASTIQ_BASE_URL ?? ""];
    // A check in the mail can still be stopped.
    expect((await run("refund", "--payment", reviewed, ...place)).stdout).toBe(`${reviewed} REFUNDED
`);
    expect((await run("refund", "--payment", reviewed)).exitCode).toBe(3);

    const intent = (await state()).paymentIntents.find(({ status }) => status === "CAPTURABLE")?.id ?? "";
    expect((await run("expire", "--intent", intent)).exitCode).toBe(0);
    expect((await state()).paymentIntents.find(({ id }) => id === intent)?.status).toBe("EXPIRED");
  });

  it("changes settings, moves the clock, and saves and restores the state", async () => {
    await using sandbox = await sandboxOf();
    const run = (...args: string[]) => runOnPipe(["sandbox", "control", ...args], { env: sandbox.env });
    const file = join(folder, "state.json");
    const settings = [
      "--autopilot",
      "on",
      "--vocabulary",
      "openapi",
      "--pagination",
      "without",
      "--intent-on-payments",
      "with",
      "--error-shape",
      "guide",
    ];
    settings.push("--idempotency", "refused", "--replay-errors", "on", "--processing-time", "5");
    settings.push("--card-fee", "3.1", "--cross-border-fee", "0");
    expect((await run("set", ...settings)).exitCode).toBe(0);
    const before = Date.now();
    expect((await run("clock", "--ms", "86400000")).exitCode).toBe(0);
    expect((await run("snapshot", "--file", file)).stdout).toBe(`${file}\n`);
    expect((await stat(file)).mode & 0o077).toBe(0);
    const saved = JSON.parse(await readFile(file, "utf8"));
    expect(saved.now).toBeGreaterThanOrEqual(before + 86_400_000);
    expect(saved.settings).toMatchObject({
      ...{ autopilot: true, vocabulary: "openapi", pagination: "without", errorShape: "guide", processingMs: 5 },
      intentOnPayments: "with",
      idempotency: { mode: "refused", replayErrors: true },
      fees: { card: "3.1", bank: "0", crossBorder: "0" },
    });
    expect((await run("reset")).exitCode).toBe(0);
    expect(sandbox.control.snapshot().settings.vocabulary).toBe("guide");
    // As an editor on Windows saves it.
    await writeFile(file, `\uFEFF${JSON.stringify(saved)}`);
    expect((await run("restore", "--file", file)).exitCode).toBe(0);
    expect(sandbox.control.snapshot().settings).toEqual(saved.settings);
  });

  it("shows the status of a payment of another account", async () => {
    const key = "local-sandbox-key-of-acme";
    await using sandbox = await sandboxOf({ apiKeys: [{ label: "acme", key, account: "acme" }] });
    const paid = ["pay", "--order", "1", "--create-payer", "--amount", "9", "--yes", "--json"];
    const { stdout } = await runOnPipe(paid, { env: { ...sandbox.env, PLASTIQ_API_KEY: key } });
    const { paymentId } = JSON.parse(stdout);
    const args = ["sandbox", "control", "advance", "--payment", paymentId];
    expect((await runOnPipe(args, { env: sandbox.env })).stdout).toBe(`${paymentId} IN_TRANSIT\n`);
  });

  it("makes the same ids again from the same seed", async () => {
    await using sandbox = await sandboxOf();
    const traceWith = async (ids: string) => {
      const { exitCode } = await runOnPipe(["sandbox", "control", "set", "--ids", ids], { env: sandbox.env });
      expect(exitCode).toBe(0);
      return (await fetch(`${sandbox.baseUrl}/nothing`)).headers.get("trace-id");
    };
    const first = await traceWith("7");
    expect(await traceWith("random")).not.toBe(first);
    expect(await traceWith("7")).toBe(first);
  });

  it.each([
    [[], "must be one of state, reset"],
    [["advnce"], "advance"],
    [["constructor"], "must be one of state, reset"],
    [["advance"], "--payment is required"],
    [["request-document", "--payment", "5479a68e-0cb1-46b6-be7a-4ceaa517aa11"], "--type is required"],
    [["advance", "--payment", ""], "--payment is required"],
    [["clock"], "--ms is required"],
    [["clock", "--ms", "-1"], "--ms"],
    [["set"], "There is no setting to change"],
    [["set", "--vocabulary", "latin"], "--vocabulary must be guide or openapi"],
    [["set", "--idempotency", "x"], "must be replayed, refused, executed, or forgotten."],
    [["set", "--ids", "one"], "--ids must be an integer"],
    [["restore", "--file", "nothing.json"], "nothing.json does not exist."],
    [["restore", "--file", "."], ". cannot be read: EISDIR."],
    [["restore", "--file", fileURLToPath(import.meta.url)], "control.test.ts is not valid JSON."],
    [["seed", "--file", "seed.txt"], "--file must be a .yaml, .yml or .json file."],
    [["seed", "--file", "nothing.yaml"], "nothing.yaml does not exist."],
    [["reset", "--account", "acme"], "--account can only be used with state"],
    [["clock", "--ms", "1", "--account", "acme"], "--account can only be used with state"],
    [["reset", "--ms", "5"], "--ms can only be used with clock."],
    [["refund", "--payment", "x", "--status", "REFUNDED"], "--status can only be used with advance."],
    [["state", "--file", "state.json"], "--file can only be used with seed, snapshot, or restore."],
    [["snapshot", "--file", join(tmpdir(), "not-written.json"), "--ids", "7"], "--ids can only be used with set."],
    [["set", "--autopilot", "on", "--ms", "5"], "--ms can only be used with clock."],
    [["state", "--base-url", "https://connect.plastiq.com/api"], "only for a local sandbox"],
  ])("refuses %j", async (args, message) => {
    await using sandbox = await sandboxOf();
    const { exitCode, stdout, stderr } = await runOnPipe(["sandbox", "control", ...args], { env: sandbox.env });
    expect([exitCode, stdout]).toEqual([2, ""]);
    expect(stderr).toContain(message);
  });
});

describe.concurrent("sandbox control, when the sandbox refuses", () => {
  const refused = async (sandbox: Awaited<ReturnType<typeof sandboxOf>>, args: readonly string[]) => {
    const before = sandbox.control.snapshot().settings;
    const { exitCode, stdout, stderr } = await runOnPipe(["sandbox", ...args, "--json"], { env: sandbox.env });
    expect(stdout).toBe("");
    expect(sandbox.control.snapshot().settings).toEqual(before);
    expect(sandbox.control.faults()).toEqual([]);
    const { error } = JSON.parse(stderr);
    expect(error).toMatchObject({ exitCode, advice: `See plastiq-connect sandbox ${args[0]} --help.` });
    return error;
  };

  it.each([
    [["advance", "--payment", "5479a68e-0cb1-46b6-be7a-4ceaa517aa11"], "The payment does not exist"],
    [["set", "--card-fee", "3", "--ids", "7"], "Another world"],
  ])("exits with 3 because of the state, and changes nothing: %j", async (args, message) => {
    await using sandbox = await sandboxOf();
    await (await createRemoteWorld(sandbox.origin)).setIdSeed(7);
    const error = await refused(sandbox, ["control", ...args]);
    expect(error).toMatchObject({ code: "request_refused", exitCode: 3, outcome: "rejected" });
    expect(error.message).toContain(message);
  });

  it.each([
    [["control", "set", "--autopilot", "on", "--card-fee", "much"], "--card-fee must be a percentage"],
    [["control", "set", "--vocabulary", "openapi", "--bank-fee", "Infinity"], "--bank-fee must be a percentage"],
    [
      ["control", "set", "--cross-border-fee", "100", "--ids", "1"],
      "--cross-border-fee must be a percentage below 100",
    ],
    [["control", "advance", "--payment", "x", "--status", "nope"], "--status must be one of"],
    [["fault", "--kind", "rain"], '--kind must be one of "latency"'],
    [["fault", "--kind", "html", "--operation", "nope"], '--operation must be one of "*"'],
    [["fault", "--kind", "html", "--where", "cookie=1"], "where.cookie must be method"],
    [["fault", "--kind", "html", "--retry-after", "5"], "--retry-after does not apply to this kind of fault."],
    [["fault", "--kind", "latency", "--status", "500"], "--status does not apply to this kind of fault."],
    [["fault", "--clear", "--kind", "html"], "--clear and --kind cannot be used together."],
  ])("exits with 2 because of the command line, and changes nothing: %j", async (args, message) => {
    await using sandbox = await sandboxOf();
    const error = await refused(sandbox, args);
    expect(error).toMatchObject({ code: "usage", exitCode: 2 });
    expect(error.message).toContain(message);
  });

  it.each([
    [["fault", "--kind", "severd"], "severed"],
    [["fault", "--kind", "status", "--operation", "createPayement"], "createPayment"],
    [["control", "advance", "--payment", "x", "--status", "submited"], "SUBMITTED"],
  ])("suggests the nearest name for a typing error: %j", async (args, name) => {
    await using sandbox = await sandboxOf();
    const { exitCode, stderr } = await runOnPipe(["sandbox", ...args, "--json"], { env: sandbox.env });
    expect(exitCode).toBe(2);
    expect(JSON.parse(stderr).error.advice).toBe(`Did you mean ${name}?`);
  });

  const broken: readonly [string, RequestListener][] = [
    ["ends the connection", (request) => request.socket.destroy()],
    ["responds with 500", (_request, response) => response.writeHead(500).end('{"error":"Out of memory."}')],
    ["responds with 404 and no JSON", (_request, response) => response.writeHead(404).end("nothing")],
    ["responds with 200 and no JSON", (_request, response) => response.writeHead(200).end("<p>")],
  ];
  it.each(broken)("exits with 4, and says that the outcome is unknown, when a server %s", async (_title, respond) => {
    await using server = await serverOf((request, response) => {
      if (request.url === "/control/health") response.end("{}");
      else respond(request, response);
    });
    const env = { PLASTIQ_BASE_URL: `${server.origin}/api` };
    const { exitCode, stderr } = await runOnPipe(["sandbox", "fault", "--kind", "html", "--json"], { env });
    expect(exitCode).toBe(4);
    expect(JSON.parse(stderr).error).toMatchObject({ code: "network_failed", exitCode: 4, outcome: "unknown" });
  });

  it("prints one line of JSON with --json, whatever it did", async () => {
    await using sandbox = await sandboxOf();
    const json = async (...args: string[]) => {
      const { exitCode, stdout, stderr } = await runOnPipe(["sandbox", ...args, "--json"], { env: sandbox.env });
      expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
      expect(stdout).toMatch(/^.+\n$/);
      return JSON.parse(stdout);
    };
    const file = join(folder, "again.json");
    expect(await json("control", "reset")).toEqual({});
    expect(await json("control", "clock", "--ms", "1")).toEqual({});
    expect(await json("control", "snapshot", "--file", file)).toEqual({ file });
    expect(await json("control", "restore", "--file", file)).toEqual({});
    const { payments } = await json("control", "seed", "--file", join(folder, "seed.yaml"));
    const id = payments["in-review"];
    expect(await json("control", "refund", "--payment", id)).toEqual({ id, status: "REFUNDED" });
    expect(await json("control", "state")).toEqual(JSON.parse(JSON.stringify(sandbox.control.state())));
    expect(await json("fault", "--clear")).toEqual({});
    expect(await json("init", "--file", join(folder, "new.yaml"))).toEqual({ file: join(folder, "new.yaml") });
  });
});
