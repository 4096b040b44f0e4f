import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { LOCAL_API_KEY } from "@plastiq-connect/sandbox";
import { describe, expect, test, vi } from "vitest";
import { runOnPipe } from "../testing/in-process.ts";
import { closedPort, sandboxOf, serverOf } from "../testing/places.ts";
import { type Finished, isGone, run, type Start, start } from "../testing/run.ts";

interface Report {
  readonly exitCode: number;
  readonly environment: string | null;
  readonly baseUrl: string | null;
  readonly checks: readonly { check: string; result: string; message: string; advice?: string }[];
}

/** Runs the doctor with `--json`: its report, and how each check ended. */
async function examine(args: readonly string[], options: Start = {}) {
  return readReport(await runOnPipe(["doctor", "--json", ...args], options));
}

/** The same in a process of its own: with its proxies, its exit code, and all that it prints. */
async function examineInProcess(args: readonly string[], options: Start = {}) {
  return readReport(await run(["doctor", "--json", ...args], options));
}

function readReport({ exitCode, stdout, stderr }: Finished) {
  expect(stderr).toBe("");
  expect(stdout.trimEnd()).not.toContain("\n");
  const report: Report = JSON.parse(stdout);
  expect(report.exitCode).toBe(exitCode);
  return {
    ...report,
    results: Object.fromEntries(report.checks.map(({ check, result }) => [check, result])),
    finding: (wanted: string) => report.checks.find(({ check }) => check === wanted),
  };
}

const ALL_OK = {
  environment: "ok",
  "API key": "ok",
  proxy: "ok",
  certificates: "ok",
  network: "ok",
  redirect: "ok",
  clock: "ok",
  "trace id": "ok",
  access: "ok",
};
const NO_NETWORK = {
  network: "problem",
  redirect: "skipped",
  clock: "skipped",
  "trace id": "skipped",
  access: "skipped",
};

/** A server that knows one key, and answers everything else as told. */
function apiLike(headers: (sent: NodeJS.Dict<string | string[]>) => Record<string, string>) {
  return serverOf((request, response) => {
    const known = request.headers.authorization === `Bearer ${LOCAL_API_KEY}`;
    response.sendDate = false;
    response.writeHead(known ? 404 : 401, { "content-type": "application/json", ...headers(request.headers) });
    response.end(JSON.stringify({ code: known ? "NOT_FOUND_ERROR" : "AUTHORIZATION_ERROR" }));
  });
}

describe.concurrent("doctor", () => {
  test("finds nothing wrong with a good configuration, and only reads", async () => {
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

  test("prints a line for each check", async () => {
    await using sandbox = await sandboxOf();
    const { exitCode, stdout, stderr } = await run(["doctor"], { env: sandbox.env });
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    const lines = stdout.trimEnd().split("\n");
    expect(lines.slice(0, 9).map((line) => line.slice(0, 21).trim())).toEqual(
      Object.keys(ALL_OK).map((check) => `ok       ${check}`),
    );
    expect(lines.slice(9)).toEqual(["", "No problems found."]);
  });

  test.each([
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
  ])("the key %j: %s", async (key, message) => {
    // An address of one's own to the program, at which nothing can be: no key is ever sent.
    const env = { PLASTIQ_API_KEY: key, PLASTIQ_BASE_URL: "https://0.0.0.0:9/api" };
    const { exitCode, finding } = await examineInProcess(["--timeout", "500"], { env });
    expect(exitCode).toBe(2);
    expect(finding("API key")).toMatchObject({ result: "problem", message: `PLASTIQ_API_KEY ${message}` });
    expect(JSON.stringify(finding("API key"))).not.toMatch(/key-of|this-test/);
  });

  test("a bad key is told also where the API can be reached, and is not sent", async () => {
    await using sandbox = await sandboxOf();
    const { exitCode, results } = await examine([], { env: { ...sandbox.env, PLASTIQ_API_KEY: "'key-of-this-test'" } });
    expect(exitCode).toBe(2);
    expect(results).toEqual({ ...ALL_OK, "API key": "problem", access: "skipped" });
    expect(sandbox.control.seen()).toHaveLength(1);
  });

  test.each([
    [[], { PLASTIQ_BASE_URL: "not a url" }, "PLASTIQ_BASE_URL"],
    [["--base-url", "http://api.invalid/api"], {}, "--base-url"],
    [[], { PLASTIQ_ENVIRONMENT: "moon" }, "PLASTIQ_ENVIRONMENT"],
  ])("a base URL that cannot be used: %s %o", async (args, env: Record<string, string>, source) => {
    const { exitCode, environment, finding, results } = await examine(args, { env });
    expect({ exitCode, environment }).toEqual({ exitCode: 2, environment: null });
    expect(finding("environment")).toMatchObject({ result: "problem", advice: `Correct ${source}.` });
    expect(results).toMatchObject({ ...NO_NETWORK, network: "skipped" });
  });

  test("production is called out", async () => {
    // Through a proxy that is not there: nothing leaves this machine.
    const env = { HTTPS_PROXY: `http://127.0.0.1:${await closedPort()}`, PLASTIQ_ENVIRONMENT: "production" };
    const { environment, finding } = await examineInProcess(["--timeout", "500"], { env });
    expect(environment).toBe("production");
    expect(finding("environment")?.message).toMatch(/^PRODUCTION, .*: https:\/\/connect\.plastiq\.com\/api$/);
  });

  test("PLASTIQ_BASE_URL beside PLASTIQ_ENVIRONMENT is a warning", async () => {
    await using sandbox = await sandboxOf();
    const { exitCode, results } = await examine([], { env: { ...sandbox.env, PLASTIQ_ENVIRONMENT: "production" } });
    expect(exitCode).toBe(0);
    expect(results).toEqual({ ...ALL_OK, environment: "warning" });
  });

  test("a wrong key: 401", async () => {
    await using sandbox = await sandboxOf();
    const env = { ...sandbox.env, PLASTIQ_API_KEY: "wrong-key-of-this-test" };
    const { exitCode, finding } = await examineInProcess([], { env });
    expect(exitCode).toBe(3);
    expect(finding("access")).toMatchObject({ result: "problem", message: "the key is refused (401)" });
  });

  test("an allowlist without this machine: 403", async () => {
    await using sandbox = await sandboxOf({ allowedIps: ["203.0.113.7"] });
    const { exitCode, finding } = await examine([], { env: sandbox.env });
    expect(exitCode).toBe(3);
    expect(finding("access")).toMatchObject({ message: "this machine is refused (403, with any key)" });
    expect(finding("access")?.advice).toContain("allowlist");
  });

  test("a key that is refused from here: 403", async () => {
    await using server = await serverOf((request, response) => {
      const known = request.headers.authorization === `Bearer ${LOCAL_API_KEY}`;
      response.writeHead(known ? 403 : 401, { "trace-id": String(request.headers["trace-id"]) }).end();
    });
    const { exitCode, finding } = await examine(["--base-url", `${server.origin}/api`]);
    expect(exitCode).toBe(3);
    expect(finding("access")?.message).toBe("the key is refused from here (403)");
  });

  test("maintenance: 503", async () => {
    await using sandbox = await sandboxOf();
    sandbox.control.addFault({ operation: "*", kind: "status", status: 503, times: null });
    const { exitCode, finding } = await examine([], { env: sandbox.env });
    expect(exitCode).toBe(3);
    expect(finding("access")).toMatchObject({ result: "problem", advice: "Try again later." });
  });

  test("an address that is not the API", async () => {
    await using sandbox = await sandboxOf();
    const { exitCode, results } = await examine(["--base-url", sandbox.origin]);
    expect(exitCode).toBe(2);
    expect(results).toEqual({ ...ALL_OK, environment: "warning", access: "problem" });
  });

  test("a response that breaks off after the first: 4", async () => {
    let answered = 0;
    await using server = await serverOf((request, response) => {
      if (answered++) request.socket.destroy();
      else response.writeHead(401, { "trace-id": String(request.headers["trace-id"]) }).end();
    });
    const { exitCode, results } = await examine(["--base-url", `${server.origin}/api`]);
    expect(exitCode).toBe(4);
    expect(results).toMatchObject({ network: "ok", access: "problem" });
  });

  test("nothing listens", async () => {
    const { exitCode, finding, results } = await examineInProcess([
      "--base-url",
      `http://127.0.0.1:${await closedPort()}/api`,
    ]);
    expect(exitCode).toBe(4);
    expect(results).toMatchObject(NO_NETWORK);
    expect(finding("network")?.message).toMatch(/^connection failed at 127\.0\.0\.1:\d+ \(ECONNREFUSED\)$/);
    expect(finding("network")?.advice).toContain("plastiq-connect sandbox");
  });

  test("a name that DNS does not know", async () => {
    const env = { PLASTIQ_API_KEY: "key-of-this-test" };
    const { exitCode, finding } = await examine(["--base-url", "https://api.invalid/api"], { env });
    expect(exitCode).toBe(4);
    expect(finding("network")?.message).toMatch(/^DNS failed at api\.invalid \([A-Z_]+\)$/);
  });

  test("a server that does not speak TLS", async () => {
    await using server = await serverOf((_, response) => response.end());
    const { exitCode, finding } = await examine(["--base-url", `${server.origin.replace("http:", "https:")}/api`]);
    expect(exitCode).toBe(4);
    expect(finding("network")?.message).toMatch(/^TLS failed at 127\.0\.0\.1:\d+ \([A-Z_]+\)$/);
  });

  test("a server that never answers", async () => {
    await using server = await serverOf(() => {});
    const { exitCode, finding, results } = await examine(["--base-url", `${server.origin}/api`, "--timeout", "300"]);
    expect(exitCode).toBe(4);
    expect(results).toMatchObject(NO_NETWORK);
    expect(finding("network")?.message).toContain("300 ms");
  });

  test("a redirect is told without its query", async () => {
    await using sandbox = await sandboxOf();
    const location = "https://user:word@elsewhere.invalid/login?token=abc#x";
    sandbox.control.addFault({ operation: "*", kind: "redirect", status: 302, location });
    const { exitCode, finding, results } = await examine([], { env: sandbox.env });
    expect(exitCode).toBe(3);
    expect(finding("redirect")?.message).toBe("the base URL redirects (302) to https://elsewhere.invalid/login");
    expect(results).toMatchObject({ redirect: "problem", access: "skipped" });
    expect(sandbox.control.seen()).toHaveLength(1);
  });

  test.each([
    [-60_000, "warning", /^this machine's is (59|60|61) s ahead of the API's$/],
    [60_000, "warning", /^this machine's is (59|60|61) s behind the API's$/],
    [-1_000, "ok", /API's$/],
  ])("a clock that is %d ms off: %s", async (skew, result, message) => {
    await using server = await apiLike((sent) => ({
      date: new Date(Date.now() + skew).toUTCString(),
      "trace-id": String(sent["trace-id"]),
    }));
    const { exitCode, finding, results } = await examine(["--base-url", `${server.origin}/api`]);
    expect(exitCode).toBe(0);
    expect(results).toEqual({ ...ALL_OK, clock: result });
    expect(finding("clock")?.message).toMatch(message);
  });

  test.each([
    [{}, "not returned"],
    [{ "trace-id": "another" }, "returned with another value"],
  ])("a trace id that is lost: %o", async (headers: Record<string, string>, message) => {
    await using server = await apiLike(() => headers);
    const { exitCode, finding, results } = await examine(["--base-url", `${server.origin}/api`]);
    expect(exitCode).toBe(0);
    expect(finding("trace id")).toMatchObject({ result: "warning", message });
    expect(results.clock).toBe("skipped");
  });

  test("proxies are shown without their credentials", async () => {
    await using sandbox = await sandboxOf();
    const env = {
      ...sandbox.env,
      HTTPS_PROXY: "http://proxy-user:proxy-word@proxy.invalid:3128",
      http_proxy: "http://other.invalid/",
      NO_PROXY: "localhost,.internal",
    };
    const { exitCode, finding } = await examine([], { env });
    expect(exitCode).toBe(0);
    expect(finding("proxy")?.message).toBe(
      "HTTPS_PROXY=http://proxy.invalid:3128, http_proxy=http://other.invalid, NO_PROXY=localhost,.internal " +
        "(not used for plain http: on this machine)",
    );
  });

  test("unverified TLS certificates are a problem: 2", async () => {
    await using sandbox = await sandboxOf();
    const env = { ...sandbox.env, NODE_TLS_REJECT_UNAUTHORIZED: "0" };
    const { exitCode, results, finding } = await examine([], { env });
    expect(exitCode).toBe(2);
    expect(results).toMatchObject({ certificates: "problem", access: "ok" });
    expect(finding("certificates")?.advice).toContain("NODE_EXTRA_CA_CERTS");
  });

  test("a proxy that is not a URL, and one that does not answer", async () => {
    const args = ["--base-url", "https://api.invalid/api", "--timeout", "20000"];
    const key = { PLASTIQ_API_KEY: "key-of-this-test" };
    const absent = await examineInProcess(args, {
      env: { ...key, HTTPS_PROXY: `http://127.0.0.1:${await closedPort()}` },
    });
    expect(absent.exitCode).toBe(4);
    expect(absent.results).toMatchObject({ proxy: "ok", ...NO_NETWORK });
    expect(absent.finding("network")?.message).toMatch(/^No connection could be made \([A-Z_]+\)$/);
    const wrong = await examineInProcess(args, { env: { ...key, HTTPS_PROXY: "proxy-user:proxy-word@" } });
    expect(wrong.exitCode).toBe(2);
    expect(wrong.finding("proxy")).toMatchObject({ result: "problem", message: "HTTPS_PROXY=[not a URL]" });
    expect(JSON.stringify(wrong)).not.toContain("proxy-word");
  });

  test("a proxy that asks for a password is named with its status", async () => {
    const proxy = createTcpServer((socket) => {
      socket.on("error", () => {});
      socket.once("data", () => socket.end("HTTP/1.1 407 Proxy Authentication Required\r\ncontent-length: 0\r\n\r\n"));
    });
    await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
    const { port } = proxy.address() as AddressInfo;
    const { exitCode, results, finding } = await examineInProcess(["--base-url", "https://api.invalid/api"], {
      env: { PLASTIQ_API_KEY: "key-of-this-test", HTTPS_PROXY: `http://127.0.0.1:${port}` },
    });
    proxy.close();
    expect(exitCode).toBe(4);
    expect(results).toMatchObject(NO_NETWORK);
    expect(finding("network")?.message).toMatch(/^The proxy answered 407/);
    expect(finding("network")?.advice).toContain("user and password");
  });

  test("Ctrl-C ends it at once: 130", async () => {
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
