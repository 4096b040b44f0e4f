import { type IncomingMessage, request } from "node:http";
import { connect } from "node:net";
import { text } from "node:stream/consumers";
import { afterEach, describe, expect, it } from "vitest";
import { remoteControl } from "../control/index.ts";
import { type Fault, LOCAL_API_KEY, LOCAL_PAYER_ID } from "../index.ts";
import { card } from "../testing/fixture.ts";
import { recipient } from "../testing/payment-fixture.ts";
import { type RunningSandbox, type ServerOptions, startSandbox } from "./index.ts";

const open: RunningSandbox[] = [];
afterEach(async () => {
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
});

async function start(options?: ServerOptions): Promise<RunningSandbox> {
  const sandbox = await startSandbox(options);
  open.push(sandbox);
  return sandbox;
}

function mint(sandbox: RunningSandbox, signal?: AbortSignal): Promise<Response> {
  return fetch(`${sandbox.baseUrl}/client-secrets`, {
    method: "POST",
    headers: { authorization: `Bearer ${LOCAL_API_KEY}`, "content-type": "application/json" },
    body: JSON.stringify({ payer: { id: LOCAL_PAYER_ID }, type: "CARD" }),
    signal: signal ?? null,
  });
}

async function faulty(fault: Omit<Fault, "operation">): Promise<RunningSandbox> {
  const sandbox = await start();
  sandbox.control.addFault({ operation: "*", ...fault });
  return sandbox;
}

it("serves the API on a free port of loopback", async () => {
  const sandbox = await start();
  expect(sandbox.origin).toBe(`http://127.0.0.1:${sandbox.port}`);
  expect(sandbox.baseUrl).toBe(`${sandbox.origin}/api`);
  const response = await mint(sandbox);
  expect(response.status).toBe(200);
  expect(await response.json()).toHaveProperty("clientSecret");
  expect(sandbox.control.seen()[0]).toMatchObject({ clientAddress: "127.0.0.1", status: 200 });
});

it("serves its page and takes orders on port 80, which browsers leave out of addresses", async ({ skip }) => {
  const sandbox = await start({ port: 80 }).catch(() => skip("Port 80 is in use or needs privileges."));
  expect((await fetch(sandbox.origin, { redirect: "manual" })).status).toBe(200);
  await expect(remoteControl(sandbox.origin).health()).resolves.toBeUndefined();
});

it("closes no idle connection, which a request could be using again by then", async () => {
  const { headers } = await mint(await start());
  // Node names the end of an idle connection in it.
  expect([headers.get("connection"), headers.get("keep-alive")]).toEqual(["keep-alive", null]);
});

it("leaves this process's Request and Response alone", async () => {
  const before = [globalThis.Request, globalThis.Response];
  await start();
  expect([globalThis.Request, globalThis.Response]).toEqual(before);
});

describe("a Host header", () => {
  const retrieve = async (host: string, path = `/api/payers/${LOCAL_PAYER_ID}`, fault?: Fault) => {
    const sandbox = await start();
    if (fault) sandbox.control.addFault(fault);
    const headers = { host: host.replace("PORT", String(sandbox.port)), authorization: `Bearer ${LOCAL_API_KEY}` };
    const response = await new Promise<IncomingMessage>((resolve, reject) => {
      request(sandbox.origin + path, { headers }, resolve)
        .on("error", reject)
        .end();
    });
    return { status: response.statusCode, body: await text(response), sandbox };
  };

  it.each([
    "evil.example:PORT",
    "evil.example.:PORT",
    "EVIL.example",
    "127.0.0.1.evil.example",
    "localhost.evil.example",
    "local.evil.example",
    "evil-home.arpa",
    "127.evil",
  ])("that another site's page can have is refused: %s", async (host) => {
    const { status, body, sandbox } = await retrieve(host);
    expect(status).toBe(403);
    expect(JSON.parse(body)).toMatchObject({
      code: "FORBIDDEN_ERROR",
      errors: [
        { details: expect.stringMatching(/^The Host header must be an address or a name that only this machine/) },
      ],
    });
    expect(sandbox.control.seen()[0]?.refusal?.reason).toBe("host_forbidden");
  });

  it("is checked before a fault is injected", async () => {
    const fault = { operation: "*", kind: "html" } as const;
    const { status, sandbox } = await retrieve("evil.example", undefined, fault);
    expect(status).toBe(403);
    expect(sandbox.control.faults()).toMatchObject([fault]);
  });

  it.each(["/api/nowhere", "/uploads/nowhere"])("is also checked at %s", async (path) => {
    expect((await retrieve("evil.example", path)).status).toBe(403);
  });

  it.each([
    "127.0.0.1",
    "[::1]:PORT",
    "localhost:3000",
    "192.168.1.7:PORT",
    "plastiq:PORT",
    "api.localhost",
    "plastiq.test",
    "host.docker.internal:PORT",
    "laptop.local:PORT",
    "plastiq.default.svc.cluster.local.",
    "nas.home.arpa",
  ])("that no foreign DNS server can resolve is accepted: %s", async (host) => {
    expect((await retrieve(host)).status).toBe(200);
  });
});

it("listens on localhost", async () => {
  const sandbox = await start({ hostname: "localhost" });
  expect(sandbox.origin).toBe(`http://localhost:${sandbox.port}`);
  expect((await mint(sandbox)).status).toBe(200);
});

it("refuses any other host name", async () => {
  for (const hostname of ["0.0.0.0", "::", "example.com", ""]) {
    await expect(startSandbox({ hostname: hostname as "localhost" })).rejects.toThrow("loopback only");
  }
});

it("names a port in use", async () => {
  const { port } = await start();
  await expect(startSandbox({ port })).rejects.toThrow(`cannot listen on port ${port} of 127.0.0.1: it is in use`);
});

// Without types, as from an environment variable.
const path = "a-path" as never;
it.each([65_536, -1, path])("refuses a port that is not one: %s", async (port) => {
  await expect(startSandbox({ port })).rejects.toThrow(RangeError);
});

it("compares the address of the socket with the allowlist", async () => {
  const sandbox = await start({ allowedIps: ["192.0.2.1"] });
  expect((await mint(sandbox)).status).toBe(403);
  sandbox.control.setAllowedIps(["127.0.0.1"]);
  expect((await mint(sandbox)).status).toBe(200);
});

it("headers sent twice are logged together", async () => {
  const sandbox = await start();
  await new Promise<void>((resolve) => {
    const headers = ["host", `127.0.0.1:${sandbox.port}`, "User-Agent", "one", "User-Agent", "two"];
    request(`${sandbox.baseUrl}/nothing`, { headers }, (response) => response.resume().on("end", resolve)).end();
  });
  expect(sandbox.control.seen()[0]?.headers["user-agent"]).toBe("one, two");
});

it("responds to a body that is too long, also to a caller that first sends all of it", async () => {
  const sandbox = await start();
  const head = `POST /api/payers HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${LOCAL_API_KEY}\r\nUser-Agent: x\r\n`;
  const reply = await new Promise<string>((resolve, reject) => {
    const socket = connect(sandbox.port, "127.0.0.1").on("error", reject).pause();
    socket.write(`${head}Content-Length: 8000000\r\n\r\n${"x".repeat(8_000_000)}`, () => {
      socket.resume().once("data", (data) => {
        resolve(data.toString());
        socket.destroy();
      });
    });
  });
  expect(reply).toMatch(/^HTTP\/1.1 413 /);
});

it("responds to a body that is too long while it is still being sent", async () => {
  const sandbox = await start({ maxBodyBytes: 1000 });
  const reply = await new Promise<string>((resolve) => {
    const socket = connect(sandbox.port, "127.0.0.1", () => {
      socket.write(
        `POST /api/payers HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${LOCAL_API_KEY}\r\nUser-Agent: x\r\n` +
          `Content-Type: application/json\r\nContent-Length: 1000000\r\n\r\n${"x".repeat(2000)}`,
      );
    });
    socket.once("data", (data) => {
      resolve(data.toString());
      socket.destroy();
    });
  });
  expect(reply).toMatch(/^HTTP\/1.1 413 /);
});

it("breaks the connection without a response for `severed`", async () => {
  const sandbox = await faulty({ kind: "severed" });
  await expect(mint(sandbox)).rejects.toThrow("fetch failed");
  expect(sandbox.control.seen()[0]).toMatchObject({ status: null, fault: "severed" });
  expect((await mint(sandbox)).status).toBe(200);
});

it("breaks the connection in the middle of the body for `severed-body`", async () => {
  const response = await mint(await faulty({ kind: "severed-body" }));
  expect(response.status).toBe(200);
  const reader = response.body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toMatch(/^\{"clientSecret"/);
  await expect(reader?.read()).rejects.toThrow("terminated");
});

it("begins the body for `stalled-body` and does not go on until the caller aborts", async () => {
  const sandbox = await faulty({ kind: "stalled-body" });
  const controller = new AbortController();
  const response = await mint(sandbox, controller.signal);
  const reader = response.body?.getReader();
  expect(new TextDecoder().decode((await reader?.read())?.value)).toMatch(/^\{"clientSecret"/);
  const next = reader?.read();
  expect(await Promise.race([next, new Promise((resolve) => setTimeout(resolve, 50, "silence"))])).toBe("silence");
  controller.abort();
  await expect(next).rejects.toThrow("aborted");
});

it("sends `truncated-json`, `html` and an oversized body as such", async () => {
  const sandbox = await faulty({ kind: "truncated-json" });
  await expect((await mint(sandbox)).json()).rejects.toThrow(SyntaxError);
  sandbox.control.addFault({ operation: "*", kind: "html" });
  expect((await mint(sandbox)).headers.get("content-type")).toContain("text/html");
  sandbox.control.addFault({ operation: "*", kind: "oversized-body" });
  expect((await (await mint(sandbox)).text()).length).toBeGreaterThan(8 * 1024 * 1024);
});

it("ends the wait of `latency` when the caller gives up", async () => {
  const sandbox = await faulty({ kind: "latency", delayMs: 60_000 });
  const controller = new AbortController();
  const waiting = expect(mint(sandbox, controller.signal)).rejects.toThrow("aborted");
  await expect.poll(() => sandbox.control.seen()).toHaveLength(1);
  controller.abort();
  await waiting;
  await expect.poll(() => sandbox.control.seen()[0]?.duration).toBeGreaterThan(0);
  await expect.poll(() => sandbox.control.state().clientSecrets).toHaveLength(1);
  expect(sandbox.control.seen()[0]?.status).toBeNull();
});

it("ends a payment that is being made at close: nothing goes on after it", async () => {
  const sandbox = await startSandbox();
  const post = async (path: string, body: object): Promise<{ id: string }> => {
    const headers = { authorization: `Bearer ${LOCAL_API_KEY}`, "content-type": "application/json", "user-agent": "t" };
    const response = await fetch(sandbox.baseUrl + path, { method: "POST", headers, body: JSON.stringify(body) });
    return (await response.json()) as { id: string };
  };
  const payer = { id: LOCAL_PAYER_ID };
  const method = await post("/payment-methods", { type: "CARD", data: { ...card, expirationYear: "2099" }, payer });
  const intent = {
    payer,
    paymentMethod: { id: method.id },
    recipient: { id: (await post("/recipients", recipient)).id },
    targetAmount: { value: 100, currency: "USD" },
  };
  const { id } = await post("/payment-intents", intent);
  sandbox.control.setProcessingTime(600_000);
  const paid = expect(post("/payments", { paymentIntent: { id }, payer })).rejects.toThrow("fetch failed");
  await expect.poll(() => sandbox.control.state().paymentIntents[0]?.isBeingPaid).toBe(true);
  await sandbox.close();
  await paid;
  await expect.poll(() => sandbox.control.seen().at(-1)).toMatchObject({ pending: false, status: null });
  expect(sandbox.control.state().payments).toEqual([]);
});

it("breaks idle, waiting and stalled connections at close, which may be called twice", async () => {
  const sandbox = await startSandbox();
  sandbox.control.addFault({ operation: "*", kind: "latency", delayMs: 60_000 });
  sandbox.control.addFault({ operation: "*", kind: "stalled-body" });
  const waiting = expect(mint(sandbox)).rejects.toThrow("fetch failed");
  await expect.poll(() => sandbox.control.faults()).toHaveLength(1);
  const stalled = expect((await mint(sandbox)).text()).rejects.toThrow("terminated");
  const idle = connect(sandbox.port, "127.0.0.1");
  const ended = new Promise((resolve) => idle.on("close", resolve).on("error", () => undefined));
  await new Promise((resolve) => idle.once("connect", resolve));
  const started = performance.now();
  await sandbox.close();
  await sandbox.close();
  await Promise.all([waiting, stalled, ended]);
  expect(performance.now() - started).toBeLessThan(20_000);
  await expect(mint(sandbox)).rejects.toThrow("fetch failed");
});
