import { type AddressInfo, createServer as createTcpServer } from "node:net";
import { LOCAL_API_KEY } from "@plastiq-connect/sandbox";
import { describe, expect, it } from "vitest";
import { ALL_OK, examine, examineInProcess, NO_NETWORK } from "../testing/examine.ts";
import { closedPort, sandboxOf, serverOf } from "../testing/servers.ts";

/** A server that knows one key, and responds to everything else with the given listener. */
function apiLike(headers: (sent: NodeJS.Dict<string | string[]>) => Record<string, string>) {
  return serverOf((request, response) => {
    const known = request.headers.authorization === `Bearer ${LOCAL_API_KEY}`;
    response.sendDate = false;
    response.writeHead(known ? 404 : 401, { "content-type": "application/json", ...headers(request.headers) });
    response.end(JSON.stringify({ code: known ? "NOT_FOUND_ERROR" : "AUTHORIZATION_ERROR" }));
  });
}

describe.concurrent("doctor", () => {
  it("reports that nothing listens", async () => {
    const { exitCode, finding, results } = await examineInProcess([
      "--base-url",
      `http://127.0.0.1:${await closedPort()}/api`,
    ]);
    expect(exitCode).toBe(4);
    expect(results).toMatchObject(NO_NETWORK);
    expect(finding("network")?.message).toMatch(/^connection failed at 127\.0\.0\.1:\d+ \(ECONNREFUSED\)$/);
    expect(finding("network")?.advice).toContain("plastiq-connect sandbox");
  });

  it("reports a host name that cannot be resolved", async () => {
    const env = { PLASTIQ_API_KEY: "key-of-this-test" };
    const { exitCode, finding } = await examine(["--base-url", "https://api.invalid/api"], { env });
    expect(exitCode).toBe(4);
    expect(finding("network")?.message).toMatch(/^DNS failed at api\.invalid \([A-Z_]+\)$/);
  });

  it("reports a server that does not speak TLS", async () => {
    await using server = await serverOf((_, response) => response.end());
    const { exitCode, finding } = await examine(["--base-url", `${server.origin.replace("http:", "https:")}/api`]);
    expect(exitCode).toBe(4);
    expect(finding("network")?.message).toMatch(/^TLS failed at 127\.0\.0\.1:\d+ \([A-Z_]+\)$/);
  });

  it("reports a server that never responds", async () => {
    await using server = await serverOf(() => {});
    const { exitCode, finding, results } = await examine(["--base-url", `${server.origin}/api`, "--timeout", "2000"]);
    expect(exitCode).toBe(4);
    expect(results).toMatchObject(NO_NETWORK);
    expect(finding("network")?.message).toContain("2000 ms");
  });

  it("names a redirect without its query", async () => {
    await using sandbox = await sandboxOf();
    const location = "https://user:word@elsewhere.invalid/login?token=abc#x";
    sandbox.control.addFault({ operation: "*", kind: "redirect", status: 302, location });
    const { exitCode, finding, results } = await examine([], { env: sandbox.env });
    expect(exitCode).toBe(3);
    expect(finding("redirect")?.message).toBe("the base URL redirects (302) to https://elsewhere.invalid/login");
    expect(results).toMatchObject({ redirect: "problem", access: "skipped" });
    expect(sandbox.control.seen()).toHaveLength(1);
  });

  it.each([
    [-60_000, "warning", /^this machine's is (59|60|61) s ahead of the API's$/],
    [60_000, "warning", /^this machine's is (59|60|61) s behind the API's$/],
    [-1_000, "ok", /API's$/],
  ])("judges a clock that is %d ms off: %s", async (skew, result, message) => {
    await using server = await apiLike((sent) => ({
      date: new Date(Date.now() + skew).toUTCString(),
      "trace-id": String(sent["trace-id"]),
    }));
    const { exitCode, finding, results } = await examine(["--base-url", `${server.origin}/api`]);
    expect(exitCode).toBe(0);
    expect(results).toEqual({ ...ALL_OK, clock: result });
    expect(finding("clock")?.message).toMatch(message);
  });

  it.each([
    [{}, "not returned"],
    [{ "trace-id": "another" }, "returned with another value"],
  ])("notices a trace id that is lost: %o", async (headers: Record<string, string>, message) => {
    await using server = await apiLike(() => headers);
    const { exitCode, finding, results } = await examine(["--base-url", `${server.origin}/api`]);
    expect(exitCode).toBe(0);
    expect(finding("trace id")).toMatchObject({ result: "warning", message });
    expect(results.clock).toBe("skipped");
  });

  it("shows proxies without their credentials", async () => {
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

  it("warns of ALL_PROXY, which calls do not use", async () => {
    await using sandbox = await sandboxOf();
    const env = { ...sandbox.env, ALL_PROXY: "socks5://proxy-user:proxy-word@proxy.invalid:1080" };
    const { exitCode, finding } = await examine([], { env });
    expect(exitCode).toBe(0);
    expect(finding("proxy")).toMatchObject({ result: "warning", message: "none: ALL_PROXY is not used" });
  });

  it("counts unverified TLS certificates as a problem: 2", async () => {
    await using sandbox = await sandboxOf();
    const env = { ...sandbox.env, NODE_TLS_REJECT_UNAUTHORIZED: "0" };
    const { exitCode, results, finding } = await examine([], { env });
    expect(exitCode).toBe(2);
    expect(results).toMatchObject({ certificates: "problem", access: "ok" });
    expect(finding("certificates")?.advice).toContain("NODE_EXTRA_CA_CERTS");
  });

  it("reports a proxy that is not a URL, and one that does not respond", async () => {
    const args = ["--base-url", "https://api.invalid/api", "--timeout", "20000"];
    const key = { PLASTIQ_API_KEY: "key-of-this-test" };
    const absent = await examineInProcess(args, {
      env: { ...key, HTTPS_PROXY: `http://127.0.0.1:${await closedPort()}` },
    });
    expect(absent.exitCode).toBe(4);
    expect(absent.results).toMatchObject({ proxy: "ok", ...NO_NETWORK });
    expect(absent.finding("network")?.message).toMatch(/^No connection could be made \([A-Z_]+\)$/);
    const special = await examineInProcess(args, { env: { ...key, HTTPS_PROXY: "http://u:100%word@127.0.0.1:9" } });
    expect(special.exitCode).toBe(2);
    expect(special.finding("network")?.advice).toContain("percent-encoded");
    const wrong = await examineInProcess(args, { env: { ...key, HTTPS_PROXY: "proxy-user:proxy-word@" } });
    expect(wrong.exitCode).toBe(2);
    expect(wrong.finding("proxy")).toMatchObject({ result: "problem", message: "HTTPS_PROXY=[not a URL]" });
    expect(JSON.stringify(wrong)).not.toContain("proxy-word");
  });

  it("names a proxy that asks for a password, with its status", async () => {
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
    expect(finding("network")?.message).toMatch(/^The proxy responded with 407/);
    expect(finding("network")?.advice).toContain("user and password");
  });
});
