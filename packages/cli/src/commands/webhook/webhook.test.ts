import { once } from "node:events";
import { text } from "node:stream/consumers";
import { describe, expect, it, vi } from "vitest";
import { runOnPipe } from "../../testing/in-process.ts";
import { start } from "../../testing/run.ts";
import { closedPort, sandboxOf, serverOf } from "../../testing/servers.ts";

const EVENT = "payment.state_change";

describe.concurrent("webhook", () => {
  it("shows events as they come, and sends them on without showing the path", async () => {
    await using sandbox = await sandboxOf();
    const bodies: string[] = [];
    await using endpoint = await serverOf(async (request, response) => {
      bodies.push(`${request.url} ${await text(request)}`);
      response.writeHead(bodies.length === 1 ? 200 : 503).end();
    });
    const forward = `${endpoint.origin}/webhooks/secret-of-the-path`;
    const listener = start(["webhook", "listen", "--forward-to", forward], { env: sandbox.env });
    if (listener.child.stderr) await once(listener.child.stderr, "data");
    const sent = ["webhook", "trigger", EVENT, "--type", "DEPOSITED", "--id", "event-1"];
    const first = await runOnPipe(sent, { env: sandbox.env });
    const second = await runOnPipe([...sent, "--json"], { env: sandbox.env });
    listener.child.kill("SIGINT");
    const { exitCode, stdout, stderr } = await listener.finished;

    expect(first).toEqual({ exitCode: 0, stderr: "", stdout: `event     ${EVENT} event-1\nresponse  200\n` });
    expect([second.exitCode, JSON.parse(second.stdout).statuses]).toEqual([3, [503]]);
    expect(exitCode).toBe(0);
    const line = (status: number) =>
      expect.stringMatching(`^${EVENT}  DEPOSITED  [\\da-f-]{36}  event-1  .*: ${status}$`);
    expect(stdout.trimEnd().split("\n")).toEqual([line(200), line(503)]);
    expect(stdout + stderr).not.toContain("secret-of-the-path");
    expect(bodies[0]).toMatch(/^\/webhooks\/secret-of-the-path \{"id":"event-1"/);
    // It has left: there is no listener any more.
    expect((await runOnPipe(sent, { env: sandbox.env })).stderr).toContain("No listener is connected");
  });

  it("prints one line of JSON for each event with --json, and only the wanted ones", async () => {
    await using sandbox = await sandboxOf();
    const listener = start(["webhook", "listen", "--json", "--events", "document.request"], { env: sandbox.env });
    const isHeard = () => {
      for (const event of [EVENT, "document.request"])
        sandbox.control.deliver({ id: event, event, data: { id: "p1" } });
      return sandbox.control.deliveries().length > 0;
    };
    await vi.waitFor(() => expect(isHeard()).toBe(true), { timeout: 20_000 });
    expect(JSON.parse(await listener.firstLine)).toMatchObject({ event: { event: "document.request" }, status: 200 });
    listener.child.kill("SIGTERM");
    const { exitCode, stdout, stderr } = await listener.finished;
    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: "" });
    expect(stdout).not.toContain(EVENT);
  });

  it("sends and hears an event that the vendor does not document with --any-event", async () => {
    await using sandbox = await sandboxOf();
    const name = "payment.dispute-opened";
    const args = ["webhook", "listen", "--json", "--any-event", "--events", name];
    const listener = start(args, { env: sandbox.env });
    const trigger = () => runOnPipe(["webhook", "trigger", name, "--any-event", "--json"], { env: sandbox.env });
    // No listener is connected before it has started.
    await vi.waitFor(async () => expect((await trigger()).exitCode).toBe(0), { timeout: 20_000 });
    expect(JSON.parse(await listener.firstLine)).toMatchObject({ event: { event: name }, status: 200 });
    listener.child.kill("SIGINT");
    expect((await listener.finished).exitCode).toBe(0);
  });

  it("prints JSON that parses to the event, and does not control the terminal", async () => {
    await using sandbox = await sandboxOf();
    const stop = sandbox.control.onWebhook(() => new Response());
    const id = "e\u009b31m\u202e\u{e0001}";
    const { stdout } = await runOnPipe(["webhook", "trigger", EVENT, "--id", id, "--json"], { env: sandbox.env });
    stop();
    expect(JSON.parse(stdout).event.id).toBe(id);
    expect(stdout).not.toMatch(/[\u009b\u202e\u{e0001}]/u);
  });

  it("sends a document.request for a type of document", async () => {
    await using sandbox = await sandboxOf();
    const stop = sandbox.control.onWebhook(() => new Response());
    const sent = await runOnPipe(["webhook", "trigger", "document.request", "--json"], { env: sandbox.env });
    stop();
    expect(JSON.parse(sent.stdout).event.data.type).toBe("SUPPLIER_INVOICE_OR_PURCHASE_ORDER");
  });

  it("reports 502 to the sandbox for an endpoint that does not respond, shows why, and continues", async () => {
    await using sandbox = await sandboxOf();
    const forward = `http://127.0.0.1:${await closedPort()}/`;
    const listener = start(["webhook", "listen", "--forward-to", forward], { env: sandbox.env });
    if (listener.child.stderr) await once(listener.child.stderr, "data");
    const sent = await runOnPipe(["webhook", "trigger", EVENT, "--json"], { env: sandbox.env });
    expect([sent.exitCode, JSON.parse(sent.stdout).statuses]).toEqual([3, [502]]);
    listener.child.kill("SIGINT");
    expect((await listener.finished).stdout).toMatch(/: no response \(ECONNREFUSED\)\n$/);
  });

  it.each([
    [["listen", "--forward-to", "https://hooks.example.com/k3y"], "--forward-to must be"],
    [["listen", "--forward-to", "http://user:k3y@localhost/"], "--forward-to must be"],
    [["listen", "--forward-to", "k3y"], "--forward-to must be"],
    [["listen", "--events", "a,,b"], "--events must be"],
    [["listen", "--base-url", "https://connect.plastiq.com/api"], "only for a local sandbox"],
    [["trigger"], "the name of an event"],
    [["trigger", "k3y"], "the name of an event"],
    [["trigger", "k3y"], "The vendor documents payment.state_change, document.request,"],
    [["trigger", "k3y"], "For any other event, add --any-event."],
    [["trigger", "payment.state_chnage"], "Did you mean payment.state_change?"],
    [["trigger", "documents.request"], "Did you mean document.request?"],
    [["trigger", "PAYMENT.STATE_CHANGE"], "the name of an event"],
    [["trigger", "k3y k3y", "--any-event"], "letters, digits, dots, _ and -"],
    [["listen", "--events", "document.request,payment.state_chnage"], "Did you mean payment.state_change?"],
    [["trigger", EVENT], "No listener is connected"],
    [["lisen"], "Did you mean listen?"],
    [["k3y"], "must be listen or trigger"],
    [[], "must be listen or trigger"],
  ])("%j is a usage error", async (args, message) => {
    await using sandbox = await sandboxOf();
    const { exitCode, stdout, stderr } = await runOnPipe(["webhook", ...args], { env: sandbox.env });
    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: "" });
    expect(stderr).toContain(message);
    expect(stderr).not.toContain("k3y");
  });

  it("exits with 2 when an event is too long for the sandbox, and names its own help", async () => {
    await using sandbox = await sandboxOf();
    const args = ["webhook", "trigger", EVENT, "--type", "x".repeat(70_000)];
    const { exitCode, stderr } = await runOnPipe(args, { env: sandbox.env });
    expect(exitCode).toBe(2);
    expect(stderr).toContain("longer than 64 KiB");
    expect(stderr).toContain("See plastiq-connect webhook trigger --help.");
  });

  it.each(["listen", "trigger"])("says that no sandbox runs: %s", async (action) => {
    const args = ["webhook", action, ...(action === "trigger" ? [EVENT] : [])];
    const base = ["--base-url", `http://127.0.0.1:${await closedPort()}/api`];
    const { exitCode, stderr } = await runOnPipe([...args, ...base]);
    expect(exitCode).toBe(4);
    expect(stderr).toContain("No local sandbox responds");
  });
});
