import { once } from "node:events";
import type { RequestListener, ServerResponse } from "node:http";
import { describe, expect, it, vi } from "vitest";
import { runOnPipe } from "../../testing/in-process.ts";
import { start } from "../../testing/run.ts";
import { sandboxOf, serverOf } from "../../testing/servers.ts";

/** A sandbox with only the routes that `listen` uses. The given listener responds to `/control/events`. */
function bareSandbox(onEvents: (response: ServerResponse) => void, requests: string[] = []): RequestListener {
  return ({ method, url }, response) => {
    requests.push(`${method} ${url}`);
    if (url === "/control/events") return onEvents(response);
    response.setHeader("content-type", "application/json").end('{"id":"listener-1"}');
  };
}

describe.concurrent("webhook listen", () => {
  it("ends when the sandbox stops, because a new one knows no listener", async () => {
    const sandbox = await sandboxOf();
    const { child, finished } = start(["webhook", "listen"], { env: sandbox.env });
    if (child.stderr) await once(child.stderr, "data");
    await sandbox.close();
    const { exitCode, stderr } = await finished;
    expect(exitCode).toBe(4);
    expect(stderr).toMatch(/^Listening for all events[\s\S]*has stopped/);
  });

  it("reports that no sandbox responds if it stops before the listener is connected", async () => {
    await using sandbox = await serverOf(bareSandbox((response) => response.destroy()));
    const { exitCode, stderr } = await runOnPipe(["webhook", "listen", "--base-url", `${sandbox.origin}/api`]);
    expect(exitCode).toBe(4);
    expect(stderr).toContain("No local sandbox responds");
  });

  it("unsubscribes when only the connection ends, because the sandbox can still run", async () => {
    const requests: string[] = [];
    let events: ServerResponse | undefined;
    const onEvents = (response: ServerResponse) => {
      events = response;
      response.writeHead(200).flushHeaders();
    };
    await using sandbox = await serverOf(bareSandbox(onEvents, requests));
    const { child, finished } = start(["webhook", "listen", "--base-url", `${sandbox.origin}/api`]);
    if (child.stderr) await once(child.stderr, "data");
    events?.end();
    const { exitCode, stderr } = await finished;
    expect(exitCode).toBe(4);
    expect(stderr).toContain("ended the connection");
    expect(requests.at(-1)).toBe("DELETE /control/webhooks/listener-1");
  });

  it("unsubscribes when its terminal is closed", async () => {
    const requests: string[] = [];
    const onEvents = (response: ServerResponse) => response.writeHead(200).flushHeaders();
    await using sandbox = await serverOf(bareSandbox(onEvents, requests));
    const { child, finished } = start(["webhook", "listen", "--base-url", `${sandbox.origin}/api`]);
    if (child.stderr) await once(child.stderr, "data");
    child.kill("SIGHUP");
    await finished;
    expect(requests.at(-1)).toBe("DELETE /control/webhooks/listener-1");
  });

  it("unsubscribes when Ctrl-C ends it while it subscribes", async () => {
    const requests: string[] = [];
    const stop = new AbortController();
    const bare = bareSandbox((response) => response.writeHead(200).flushHeaders(), requests);
    await using sandbox = await serverOf((request, response) => {
      if (request.method !== "POST") return bare(request, response);
      stop.abort("SIGINT");
      setImmediate(() => bare(request, response));
    });
    const args = ["webhook", "listen", "--base-url", `${sandbox.origin}/api`];
    const { exitCode, stderr } = await runOnPipe(args, { signal: stop.signal });
    expect(exitCode).toBe(130);
    expect(stderr).toMatch(/^error +Interrupted\./);
    // The program waits 1 s for the sandbox: on a busy machine it unsubscribes later.
    await vi.waitFor(() => expect(requests.at(-1)).toBe("DELETE /control/webhooks/listener-1"), { timeout: 20_000 });
  });

  it("notices that the sandbox stops although too many others are connected to its events", async () => {
    const sandbox = await sandboxOf();
    const others = await Promise.all(Array.from({ length: 16 }, () => fetch(`${sandbox.origin}/control/events`)));
    const { child, finished } = start(["webhook", "listen"], { env: sandbox.env });
    if (child.stderr) await once(child.stderr, "data");
    await sandbox.close();
    const { exitCode, stderr } = await finished;
    expect(exitCode).toBe(4);
    expect(stderr).toContain("has stopped");
    // Unreferenced, they could be closed before.
    expect(others.map(({ status }) => status)).toEqual(others.map(() => 200));
  });
});
