import { once } from "node:events";
import { type AddressInfo, createServer } from "node:net";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { describe, expect, it, vi } from "vitest";
import { runOnPipe } from "../testing/in-process.ts";
import { isGone, run, start } from "../testing/run.ts";
import { closedPort, sandboxOf, serverOf } from "../testing/servers.ts";

const MINT = ["mint", "--payer", LOCAL_PAYER_ID];
const SECRET = /^LOCALCLIENTSECRET[\dA-F]{48}$/;
const TRACE_ID = "9b2f7a4e-1c3d-4e5f-8a6b-7c8d9e0f1a2b";

describe.concurrent("mint", () => {
  it("prints aligned lines, with the secret redacted", async () => {
    await using sandbox = await sandboxOf();
    const { env, baseUrl, control } = sandbox;
    const { exitCode, stdout, stderr } = await run(MINT, { env });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout.split("\n")).toEqual([
      `payer          ${LOCAL_PAYER_ID}`,
      "client secret  [redacted]",
      expect.stringMatching(/^expires {8}\d{4}-\d\d-\d\dT[\d:.]+Z \(in (60|5\d) s\)$/),
      expect.stringMatching(/^trace id {7}[\da-f-]{36}$/),
      `environment    local ${baseUrl}`,
      "",
    ]);
    const [seen, ...more] = control.seen();
    expect(more).toEqual([]);
    expect(seen?.headers["user-agent"]).toMatch(/^plastiq-connect\//);
    expect(stdout).toContain(String(seen?.traceId));
  });

  it("prints one object on one line with --json", async () => {
    await using sandbox = await sandboxOf();
    const { env, baseUrl, control } = sandbox;
    const { exitCode, stdout, stderr } = await runOnPipe([...MINT, "--json", "--trace-id", TRACE_ID], { env });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const { expiresAt, expiresIn, ...rest } = JSON.parse(stdout);
    expect(rest).toEqual({
      payerId: LOCAL_PAYER_ID,
      clientSecret: null,
      redacted: true,
      traceId: TRACE_ID,
      environment: "local",
      baseUrl,
    });
    expect(Math.abs(Date.parse(expiresAt) - Date.now() - expiresIn)).toBeLessThan(20_000);
    expect(stdout.trimEnd()).not.toContain("\n");
    expect(control.seen({ traceId: TRACE_ID })).toHaveLength(1);
  });

  it("prints the secret alone with --reveal on a pipe", async () => {
    await using sandbox = await sandboxOf();
    const { env, control } = sandbox;
    const { exitCode, stdout, stderr } = await run([...MINT, "--reveal"], { env, reveals: true });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout.trimEnd()).toMatch(SECRET);
    const [minted] = control.state().clientSecrets;
    expect(await sha256(stdout.trimEnd())).toBe(minted?.sha256);
  });

  it.each([
    ["an escape sequence", "LOCALSECRET\u001b[31m"],
    ["a C1 control character", "LOCALSECRET\u009b31m"],
    ["a bidi override", "LOCALSECRET\u202e"],
    ["a line break", "LOCALSECRET\nexport X=1"],
  ])("prints nothing of a secret with %s, also with --reveal", async (_, clientSecret) => {
    await using server = await serverOf((_, response) => {
      response.setHeader("content-type", "application/json").end(JSON.stringify({ clientSecret }));
    });
    const env = { PLASTIQ_BASE_URL: `${server.origin}/api` };
    for (const flags of [["--reveal"], ["--reveal", "--json"]]) {
      const { exitCode, stdout, stderr } = await runOnPipe([...MINT, ...flags], { env });
      expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: "" });
      expect(stderr).not.toContain("LOCALSECRET");
    }
  });

  it("prints the secret in the object with --reveal --json", async () => {
    await using sandbox = await sandboxOf();
    const { env } = sandbox;
    const { stdout, stderr } = await runOnPipe([...MINT, "--reveal", "--json"], { env, reveals: true });
    expect(stderr).toBe("");
    expect(JSON.parse(stdout).clientSecret).toMatch(SECRET);
  });

  it("describes the end user", async () => {
    await using sandbox = await sandboxOf();
    const { env, control } = sandbox;
    const facts = ["--user-agent", "Browser/1 (x)", "--ip", "203.0.113.7", "--device-id", "device-1"];
    expect((await runOnPipe([...MINT, ...facts], { env })).exitCode).toBe(0);
    expect(control.seen()[0]?.headers).toMatchObject({
      "user-agent": "Browser/1 (x)",
      "end-user-ip": "203.0.113.7",
      "end-user-device-id": "device-1",
    });
  });

  it("mints for a new payer with --create-payer", async () => {
    await using sandbox = await sandboxOf();
    const { env, control } = sandbox;
    const { exitCode, stdout } = await runOnPipe(["mint", "--create-payer", "--json", "--trace-id", TRACE_ID], { env });
    expect(exitCode).toBe(0);
    const { payerId } = JSON.parse(stdout);
    expect(control.state().payers.map(({ id }) => id)).toEqual([LOCAL_PAYER_ID, payerId]);
    expect(control.seen({ traceId: TRACE_ID }).map(({ operation }) => operation)).toEqual(["createClientSecret"]);
  });

  it.each([
    [
      ["--create-payer"],
      { PLASTIQ_BASE_URL: "https://api.invalid/api" },
      "--create-payer works only with an API on this machine",
    ],
    [["--create-payer"], {}, "--create-payer works only with an API on this machine"],
    [["--create-payer", "--environment", "production"], {}, "--create-payer works only with an API on this machine"],
    [["--create-payer", "--payer", LOCAL_PAYER_ID], {}, "cannot be used together"],
    [[], {}, "needs a payer"],
    [["--payer", LOCAL_PAYER_ID], { PLASTIQ_API_KEY: "" }, "There is no API key"],
    [["--payer", LOCAL_PAYER_ID], { PLASTIQ_ENVIRONMENT: "moon" }, "PLASTIQ_ENVIRONMENT must be"],
    [["--payer", LOCAL_PAYER_ID], { PLASTIQ_BASE_URL: "http://api.invalid/api" }, "PLASTIQ_BASE_URL must be https"],
    [["--payer", LOCAL_PAYER_ID, "--base-url", "https://a:b@api.invalid/api"], {}, "--base-url must be https"],
    [["--payer", LOCAL_PAYER_ID], { PLASTIQ_API_KEY: '"quoted-key"' }, "PLASTIQ_API_KEY must be text without"],
    [["--payer", LOCAL_PAYER_ID], { PLASTIQ_API_KEY: "two\nlines-of-a-key" }, "PLASTIQ_API_KEY must be text without"],
  ])("refuses %s with %o: 2", async (flags, env: Record<string, string>, message) => {
    // With a key, all that a process prints is looked through for it.
    const runIt = env.PLASTIQ_API_KEY ? run : runOnPipe;
    const { exitCode, stdout, stderr } = await runIt(["mint", ...flags], { env });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(message);
  });

  it.each([
    [["--payer", "not-a-uuid"], "--payer must be a UUID"],
    [["--payer", LOCAL_PAYER_ID, "--trace-id", "mine"], "--trace-id must be a UUID v4"],
    [["--payer", LOCAL_PAYER_ID, "--ip", " 1"], "--ip must be an IPv4 or IPv6 address"],
    [["--payer", LOCAL_PAYER_ID, "--user-agent", "a\nb"], "--user-agent cannot be sent"],
    [["--payer", LOCAL_PAYER_ID, "--device-id", "a\nb"], "--device-id cannot be sent"],
    [["--payer", LOCAL_PAYER_ID, "--timeout", "-5"], "--timeout"],
  ])("refuses bad input %s here: 2", async (flags, message) => {
    await using sandbox = await sandboxOf();
    const { env, control } = sandbox;
    const { exitCode, stdout, stderr } = await runOnPipe(["mint", ...flags], { env });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(control.seen()).toEqual([]);
  });

  it("prefers a flag to a variable", async () => {
    await using sandbox = await sandboxOf();
    const { baseUrl } = sandbox;
    const env = { PLASTIQ_BASE_URL: "https://api.invalid/api", PLASTIQ_ENVIRONMENT: "production" };
    expect((await runOnPipe([...MINT, "--base-url", baseUrl], { env })).exitCode).toBe(0);
    await using another = await sandboxOf();
    const { env: local, control } = another;
    expect((await runOnPipe(["mint", "--create-payer", "--environment=sandbox"], { env: local })).exitCode).toBe(2);
    expect(control.seen()).toEqual([]);
  });

  it("uses a key of one's own, and never shows it", async () => {
    await using sandbox = await sandboxOf();
    const { env, control } = sandbox;
    control.addKey("own", "own-key-of-this-test");
    const { exitCode } = await run(MINT, { env: { ...env, PLASTIQ_API_KEY: "own-key-of-this-test" } });
    expect(exitCode).toBe(0);
    expect(control.seen()[0]?.bearer?.label).toBe("own");
  });

  it.each([
    ["wrong key", { PLASTIQ_API_KEY: "wrong-key-of-this-test" }, LOCAL_PAYER_ID, "401 AUTHORIZATION_ERROR", "doctor"],
    ["unknown payer", {}, TRACE_ID, "404 NOT_FOUND_ERROR", "Check the ids, or run plastiq-connect doctor."],
  ])("%s: 3", async (_, key, payer, message, advice) => {
    await using sandbox = await sandboxOf();
    const { env, control } = sandbox;
    const { exitCode, stdout, stderr } = await run(["mint", "--payer", payer], { env: { ...env, ...key } });
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).toMatch(/^detail {4}The /m);
    expect(stderr).toContain(`trace id  ${control.seen()[0]?.traceId}`);
    expect(stderr).toContain(advice);
  });

  it.each([
    [{ kind: "status", status: 400 }, 3, "request_refused"],
    [{ kind: "status", status: 403 }, 3, "forbidden"],
    [{ kind: "status", status: 429, retryAfter: "99" }, 3, "rate_limited"],
    [{ kind: "status", status: 503, retryAfter: "99" }, 3, "server_unavailable"],
    [{ kind: "status", status: 501 }, 3, "server_failed"],
    [{ kind: "redirect" }, 3, "redirect_refused"],
    [{ kind: "html" }, 3, "response_unreadable"],
    [{ kind: "severed", times: null }, 4, "network_failed"],
    [{ kind: "latency", delayMs: 60_000 }, 4, "timed_out"],
  ] as const)("%o: %d %s", async (fault, expected, code) => {
    await using sandbox = await sandboxOf();
    const { env, control } = sandbox;
    control.addFault({ operation: "createClientSecret", ...fault });
    const { exitCode, stdout, stderr } = await runOnPipe([...MINT, "--json", "--timeout", "2000"], { env });
    expect({ exitCode, stdout }).toEqual({ exitCode: expected, stdout: "" });
    expect(JSON.parse(stderr).error).toMatchObject({ code, exitCode, traceId: control.seen()[0]?.traceId });
  });

  it("explains what to do when nothing listens: 4", async () => {
    const { exitCode, stderr } = await run([...MINT, "--base-url", `http://127.0.0.1:${await closedPort()}/api`]);
    expect(exitCode).toBe(4);
    expect(stderr).toContain("ECONNREFUSED");
    expect(stderr).toContain("Start it: plastiq-connect sandbox");
  });

  it.each([
    ["SIGINT", 130],
    ["SIGTERM", 143],
  ] as const)("ends a hanging call at once on %s: %d", async (signal, expected) => {
    await using sandbox = await sandboxOf();
    const { env, control } = sandbox;
    control.addFault({ operation: "*", kind: "latency", delayMs: 60_000 });
    const { child, finished } = start(MINT, { env });
    await vi.waitFor(() => expect(control.seen()).toHaveLength(1), { timeout: 20_000 });
    const asked = performance.now();
    child.kill(signal);
    const { exitCode, stdout, stderr } = await finished;
    expect(performance.now() - asked).toBeLessThan(20_000);
    expect({ exitCode, stdout }).toEqual({ exitCode: expected, stdout: "" });
    expect(stderr).toMatch(/^error +Interrupted\./);
    expect(isGone(child)).toBe(true);
  });

  it.each([
    [[], "SIGINT", 130],
    [["--timeout", "2000"], undefined, 4],
  ] as const)("exits even if no connection is ever made: %s %s", async (flags, signal, expected) => {
    let connected = false;
    const silent = createServer(() => {
      connected = true;
    }).listen(0, "127.0.0.1");
    await once(silent, "listening");
    const { port } = silent.address() as AddressInfo;
    const baseUrl = `https://127.0.0.1:${port}/api`;
    const { child, finished } = start([...MINT, ...flags, "--base-url", baseUrl]);
    await vi.waitFor(() => expect(connected).toBe(true), { timeout: 20_000 });
    const asked = performance.now();
    if (signal) child.kill(signal);
    const { exitCode } = await finished;
    silent.close();
    expect(performance.now() - asked).toBeLessThan(9_000);
    expect(exitCode).toBe(expected);
  });

  it("prints no control characters and no key from a server's response", async () => {
    await using server = await serverOf((request, response) => {
      const message = `\x1b[31mred\x07 ${request.headers.authorization}`;
      response.writeHead(400, { "content-type": "application/json", "trace-id": "\x9b31m-id" });
      response.end(JSON.stringify({ code: "BAD\x1b[0m", message, errors: [{ details: message }] }));
    });
    const { exitCode, stdout, stderr } = await run([...MINT, "--base-url", `${server.origin}/api`], {
      env: { PLASTIQ_API_KEY: "echoed-key-of-this-test" },
    });
    expect({ exitCode, stdout }).toEqual({ exitCode: 3, stdout: "" });
    expect(stderr).toContain("[redacted]");
    expect(stderr.replaceAll("\n", "")).not.toMatch(/\p{Cc}/u);
  });

  it("uses the published key on this machine only", async () => {
    await using sandbox = await sandboxOf();
    const { env, control } = sandbox;
    await runOnPipe(MINT, { env });
    expect(control.seen()[0]?.bearer).toEqual({ label: "local", sha256: await sha256(LOCAL_API_KEY) });
    expect((await runOnPipe([...MINT, "--base-url", "https://api.invalid/api"])).stderr).toContain(
      "There is no API key",
    );
  });
});

/** The first 8 bytes as hex digits, as the sandbox's state shows them. */
async function sha256(text: string): Promise<string> {
  const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(text));
  return Buffer.from(bytes).toString("hex").slice(0, 16);
}
