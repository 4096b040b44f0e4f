import { LOCAL_API_KEY } from "@plastiq-connect/sandbox";
import { describe, expect, it, vi } from "vitest";
import { ALL_OK, examine, examineInProcess, NO_NETWORK } from "../testing/examine.ts";
import { isGone, run, start } from "../testing/run.ts";
import { closedPort, sandboxOf, serverOf } from "../testing/servers.ts";

describe.concurrent("doctor", () => {
  it("finds nothing wrong with a good configuration, and only reads", async () => {
    await using sandbox = await sandboxOf();
    sandbox.control.addKey("own", "own-key-of-this-test");
    const env = { ...sandbox.env, PLASTIQ_API_KEY: "own-key-of-this-test" };
    const { exitCode, environment, baseUrl, results } = await examine([], { env });
    expect({ exitCode, environment, baseUrl, results }).toEqual({
      exitCode: 0,
      environment: "local",
      baseUrl: sandbox.baseUrl,
      results: ALL_OK,
    });
    const seen = sandbox.control.seen();
    expect(seen.map(({ operation, method }) => `${method} ${operation}`)).toEqual(Array(2).fill("GET retrievePayer"));
    expect(seen.map(({ bearer }) => bearer?.label)).toEqual(["unknown", "own"]);
  });

  it.each([
    ["loud", "problem", 2],
    ["DEBUG", "ok", 0],
  ])("checks PLASTIQ_LOG, and logs nothing of its own: %s", async (PLASTIQ_LOG, result, exitCode) => {
    await using sandbox = await sandboxOf();
    const report = await examineInProcess([], { env: { ...sandbox.env, PLASTIQ_LOG } });
    expect([report.exitCode, report.results.access]).toEqual([exitCode, "ok"]);
    expect(report.finding("environment")?.result).toBe(result);
  });

  it("prints a line for each check", async () => {
    await using sandbox = await sandboxOf();
    const { exitCode, stdout, stderr } = await run(["doctor"], { env: sandbox.env });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const lines = stdout.trimEnd().split("\n");
    expect(lines.slice(0, 9).map((line) => line.slice(0, 21).trim())).toEqual(
      Object.keys(ALL_OK).map((check) => `ok       ${check}`),
    );
    expect(lines.slice(9)).toEqual(["", "No problems found."]);
  });

  it.each([
    ["", "is set, but empty"],
    [" key-of-this-test", "contains white space"],
    ["key-of-this-test\n", "contains a line break"],
    ["key-of\r\nthis-test", "contains a line break"],
    ['"key-of-this-test"', "contains quotes"],
    ["‘key-of-this-test’", "contains quotes"],
    ["Bearer key-of-this-test", 'contains the prefix "Bearer "'],
    ['"bearer  key-of-this-test"\n', 'contains a line break and the prefix "Bearer " and quotes'],
    ["key-of-this\u200b-test", "contains a character that a key cannot contain"],
    [LOCAL_API_KEY, "is the local sandbox's published key"],
  ])("judges the key %j: %s", async (key, message) => {
    // An address of one's own to the program, at which nothing can be: no key is ever sent.
    const env = { PLASTIQ_API_KEY: key, PLASTIQ_BASE_URL: "https://0.0.0.0:9/api" };
    const { exitCode, finding } = await examineInProcess(["--timeout", "500"], { env });
    expect(exitCode).toBe(2);
    expect(finding("API key")).toMatchObject({ result: "problem", message: `PLASTIQ_API_KEY ${message}` });
    expect(JSON.stringify(finding("API key"))).not.toMatch(/key-of|this-test/);
  });

  it("reports a bad key also where the API can be reached, and does not send it", async () => {
    await using sandbox = await sandboxOf();
    const { exitCode, results } = await examine([], { env: { ...sandbox.env, PLASTIQ_API_KEY: "'key-of-this-test'" } });
    expect(exitCode).toBe(2);
    expect(results).toEqual({ ...ALL_OK, "API key": "problem", access: "skipped" });
    expect(sandbox.control.seen()).toHaveLength(1);
  });

  it.each([
    [[], { PLASTIQ_BASE_URL: "not a url" }, "PLASTIQ_BASE_URL"],
    [["--base-url", "http://api.invalid/api"], {}, "--base-url"],
    [[], { PLASTIQ_ENVIRONMENT: "moon" }, "PLASTIQ_ENVIRONMENT"],
  ])("reports a base URL that cannot be used: %s %o", async (args, env: Record<string, string>, source) => {
    const { exitCode, environment, finding, results } = await examine(args, { env });
    expect({ exitCode, environment }).toEqual({ exitCode: 2, environment: null });
    expect(finding("environment")).toMatchObject({
      ...{ result: "problem", advice: `Correct ${source}.` },
      message: expect.stringMatching(`^${source} must be `),
    });
    expect(results).toMatchObject({ ...NO_NETWORK, network: "skipped" });
  });

  it("names production", async () => {
    // Through a proxy that is not there: nothing leaves this machine.
    const env = { HTTPS_PROXY: `http://127.0.0.1:${await closedPort()}`, PLASTIQ_ENVIRONMENT: "production" };
    const { environment, finding } = await examineInProcess(["--timeout", "500"], { env });
    expect(environment).toBe("production");
    expect(finding("environment")?.message).toMatch(/^PRODUCTION, .*: https:\/\/connect\.plastiq\.com\/api$/);
  });

  it("warns of PLASTIQ_BASE_URL beside PLASTIQ_ENVIRONMENT", async () => {
    await using sandbox = await sandboxOf();
    const { exitCode, results } = await examine([], { env: { ...sandbox.env, PLASTIQ_ENVIRONMENT: "production" } });
    expect(exitCode).toBe(0);
    expect(results).toEqual({ ...ALL_OK, environment: "warning" });
  });

  it("reports a wrong key: 401", async () => {
    await using sandbox = await sandboxOf();
    const env = { ...sandbox.env, PLASTIQ_API_KEY: "wrong-key-of-this-test" };
    const { exitCode, finding } = await examineInProcess([], { env });
    expect(exitCode).toBe(3);
    expect(finding("access")).toMatchObject({ result: "problem", message: "the key is refused (401)" });
  });

  it("reports an allowlist without this machine: 403", async () => {
    await using sandbox = await sandboxOf({ allowedIps: ["203.0.113.7"] });
    const { exitCode, finding } = await examine([], { env: sandbox.env });
    expect(exitCode).toBe(3);
    expect(finding("access")).toMatchObject({ message: "this machine is refused (403, with any key)" });
    expect(finding("access")?.advice).toContain("allowlist");
  });

  it("reports a key that is refused from here: 403", async () => {
    await using server = await serverOf((request, response) => {
      const known = request.headers.authorization === `Bearer ${LOCAL_API_KEY}`;
      response.writeHead(known ? 403 : 401, { "trace-id": String(request.headers["trace-id"]) }).end();
    });
    const { exitCode, finding } = await examine(["--base-url", `${server.origin}/api`]);
    expect(exitCode).toBe(3);
    expect(finding("access")?.message).toBe("the key is refused from here (403)");
  });

  it("reports maintenance: 503", async () => {
    await using sandbox = await sandboxOf();
    sandbox.control.addFault({ operation: "*", kind: "status", status: 503, times: null });
    const { exitCode, finding } = await examine([], { env: sandbox.env });
    expect(exitCode).toBe(3);
    expect(finding("access")).toMatchObject({ result: "problem", advice: "Try again later." });
  });

  it("reports an address that is not the API", async () => {
    await using sandbox = await sandboxOf();
    const { exitCode, results } = await examine(["--base-url", sandbox.origin]);
    expect(exitCode).toBe(2);
    expect(results).toEqual({ ...ALL_OK, environment: "warning", access: "problem" });
  });

  it("reports a response that breaks off after the first: 4", async () => {
    let responded = 0;
    await using server = await serverOf((request, response) => {
      if (responded++) request.socket.destroy();
      else response.writeHead(401, { "trace-id": String(request.headers["trace-id"]) }).end();
    });
    const { exitCode, results } = await examine(["--base-url", `${server.origin}/api`]);
    expect(exitCode).toBe(4);
    expect(results).toMatchObject({ network: "ok", access: "problem" });
  });

  it("ends at once on Ctrl-C: 130", async () => {
    await using sandbox = await sandboxOf();
    sandbox.control.addFault({ operation: "*", kind: "latency", delayMs: 60_000 });
    const { child, finished } = start(["doctor"], { env: sandbox.env });
    await vi.waitFor(() => expect(sandbox.control.seen()).toHaveLength(1), { timeout: 20_000 });
    const asked = performance.now();
    child.kill("SIGINT");
    const { exitCode, stderr } = await finished;
    expect(performance.now() - asked).toBeLessThan(8_000);
    expect(exitCode).toBe(130);
    expect(stderr).toContain("Interrupted.");
    expect(isGone(child)).toBe(true);
  });
});
