import { ServerResponse } from "node:http";
import { connect } from "node:net";
import { HEARTBEAT_MS, MOST_REQUESTS } from "sandbox-inspector/protocol";
import { afterEach, expect, it, vi } from "vitest";
import { createWorld } from "../create-world.ts";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "../index.ts";
import { type EventReader, readEvents } from "../testing/event-reader.ts";
import { card } from "../testing/fixture.ts";
import { createEventStreams } from "./event-streams.ts";
import { type RunningSandbox, type ServerOptions, startSandbox } from "./index.ts";

const open: RunningSandbox[] = [];
const readers: EventReader[] = [];
afterEach(async () => {
  vi.useRealTimers();
  vi.restoreAllMocks();
  await Promise.all(open.splice(0).map((sandbox) => sandbox.close()));
  await Promise.all(readers.splice(0).map((reader) => reader.cancel().catch(() => undefined)));
});

async function start(options: ServerOptions = {}): Promise<RunningSandbox> {
  const sandbox = await startSandbox(options);
  open.push(sandbox);
  return sandbox;
}

async function listen({ origin }: RunningSandbox): Promise<EventReader> {
  const response = await fetch(`${origin}/control/events`);
  expect(response.headers.get("content-type")).toBe("text/event-stream");
  expect(response.headers.get("cache-control")).toBe("no-store");
  const reader = readEvents(response.body);
  readers.push(reader);
  return reader;
}

async function post(
  { baseUrl }: RunningSandbox,
  path: string,
  body: object,
  bearer = LOCAL_API_KEY,
): Promise<{ clientSecret: string }> {
  const headers = { authorization: `Bearer ${bearer}`, "content-type": "application/json" };
  const response = await fetch(`${baseUrl}/${path}`, { method: "POST", headers, body: JSON.stringify(body) });
  return (await response.json()) as { clientSecret: string };
}

const mint = (sandbox: RunningSandbox) =>
  post(sandbox, "client-secrets", { payer: { id: LOCAL_PAYER_ID }, type: "CARD" });

it("sends a listener the current state, then the changes", async () => {
  const sandbox = await start();
  await mint(sandbox);
  const events = await listen(sandbox);
  await events.next("seen-cleared");
  expect(await events.next("overview")).toMatchObject({
    totals: { payers: 1, clientSecrets: 1, payments: 0 },
    lists: ["Payment methods", "Recipients", "Documents"].map((title) => ({
      title,
      total: 0,
      items: [],
    })),
    clientSecrets: [{ label: "client-secret-1", state: "live" }],
    apiKeys: [{ label: "local", until: null }],
    takesLocalKey: true,
    errorShape: "reference",
    allowedIps: null,
    now: expect.any(Number),
  });
  expect(await events.next("faults")).toEqual([]);
  expect(await events.next("seen")).toMatchObject([{ id: 1, status: 200, operation: "createClientSecret" }]);

  sandbox.control.addFault({ operation: "*", kind: "status", status: 503 });
  expect(await events.next("faults")).toEqual([{ id: 1, operation: "*", kind: "status", status: 503 }]);
  await mint(sandbox);
  expect(await events.next("faults")).toEqual([]);
  expect((await events.next("seen")).at(-1)).toMatchObject({ id: 2, status: 503, fault: "status" });
  sandbox.control.setErrorShape("guide");
  expect(await events.next("overview")).toMatchObject({ errorShape: "guide" });
  sandbox.control.advance(60_000);
  expect((await events.next("overview")).clientSecrets[0]?.state).toBe("expired");
  sandbox.control.clearSeen();
  await events.next("seen-cleared");
  sandbox.control.reset();
  expect((await events.next("overview")).totals.clientSecrets).toBe(0);
});

it("shows a request while it waits for its response, and why it was refused afterwards", async () => {
  const sandbox = await start();
  const events = await listen(sandbox);
  await events.next("faults");
  sandbox.control.addFault({ operation: "*", kind: "latency", delayMs: 200 });
  const reply = post(sandbox, "client-secrets", {}, "wrong");
  expect(await events.next("seen")).toMatchObject([{ id: 1, status: null, duration: 0, fault: "latency" }]);
  await reply;
  expect(await events.next("seen")).toMatchObject([
    {
      status: 401,
      refusal: { code: "AUTHORIZATION_ERROR", reason: "bearer_unknown", details: ["The bearer token is unknown."] },
    },
  ]);
});

it("sends no key, secret or number in an event", async () => {
  const sandbox = await start({ apiKeys: [{ label: "own", key: "a-key-of-my-own" }] });
  const events = await listen(sandbox);
  const { clientSecret } = await post(
    sandbox,
    "client-secrets",
    { payer: { id: LOCAL_PAYER_ID }, type: "CARD" },
    "a-key-of-my-own",
  );
  sandbox.control.addKey("another", "another-key-of-mine");
  await post(sandbox, "payment-methods", { type: "CARD", data: { ...card, expirationYear: "2099" } }, clientSecret);
  await post(sandbox, "client-secrets", { clientSecret }, "a-key-from-elsewhere");
  sandbox.control.setErrorShape("guide");
  while ((await events.next("overview")).errorShape !== "guide");
  for (const hidden of [
    clientSecret,
    "a-key-of-my-own",
    "another-key-of-mine",
    "a-key-from-elsewhere",
    card.accountNumber,
  ]) {
    expect(events.text()).not.toContain(hidden);
  }
  expect(events.text()).toContain("client-secret-1");
});

it("ends every stream at close", async () => {
  const sandbox = await start();
  const [one, two] = await Promise.all([listen(sandbox), listen(sandbox)]);
  await one.next("faults");
  await sandbox.close();
  await Promise.all([one.ended(), two.ended()]);
});

it("limits how many may listen, and makes room when one goes", async () => {
  const sandbox = await start();
  const listeners = await Promise.all(Array.from({ length: 16 }, () => listen(sandbox)));
  const refused = await fetch(`${sandbox.origin}/control/events`);
  expect([refused.status, await refused.json()]).toEqual([503, { error: "Too many listeners are connected." }]);
  expect((await fetch(`${sandbox.origin}/control/events`, { method: "HEAD" })).status).toBe(200);
  await listeners[3]?.cancel();
  await expect
    .poll(
      async () => {
        const { status, body } = await fetch(`${sandbox.origin}/control/events`);
        await body?.cancel();
        return status;
      },
      { timeout: 20_000 },
    )
    .toBe(200);
});

it("lets no foreign page listen", async () => {
  const { origin, port } = await start();
  const foreign: Record<string, string>[] = [
    { origin: "https://evil.example" },
    { origin: `http://localhost:${port}` },
    { "sec-fetch-site": "cross-site" },
    { "sec-fetch-site": "same-site" },
  ];
  for (const headers of foreign) {
    const response = await fetch(`${origin}/control/events`, { headers });
    expect([headers, response.status]).toEqual([headers, 403]);
  }
  const reply = await new Promise<string>((resolve) => {
    const socket = connect(port, "127.0.0.1", () =>
      socket.write(`GET /control/events HTTP/1.1\r\nHost: evil.example:${port}\r\nConnection: close\r\n\r\n`),
    );
    socket.once("data", (data) => resolve(data.toString()));
  });
  expect(reply).toMatch(/^HTTP\/1.1 403 /);
});

it("sends a sign of life when nothing happens", async () => {
  vi.useFakeTimers();
  const events = readEvents(createEventStreams(createWorld({ now: () => 42 })).open() ?? null);
  const first = events.next("faults");
  await vi.advanceTimersByTimeAsync(100);
  await first;
  const sign = events.next("clock");
  await vi.advanceTimersByTimeAsync(HEARTBEAT_MS + 100);
  expect(await sign).toEqual({ now: 42 });
});

it("sends the last state to whoever does not read, not every change on the way", async () => {
  const world = createWorld({});
  const events = readEvents(createEventStreams(world).open() ?? null);
  for (let id = 1; id <= 5_000; id += 1) {
    const headers = { padding: "x".repeat(1_000) };
    const facts = {
      at: id,
      operation: "unknown",
      method: "GET",
      path: "/",
      status: 200,
      pending: false,
      duration: 1,
    } as const;
    const none = {
      response: null,
      traceId: null,
      responseTraceId: null,
      about: [],
      bearer: null,
      clientAddress: null,
      fault: null,
    };
    world.seen.open({ ...facts, ...none, headers, body: undefined });
    world.changes.announce({ kind: "seen", id });
    world.changes.announce({ kind: "state" });
  }
  const requests = await events.next("seen");
  expect(requests.length).toBe(MOST_REQUESTS);
  expect(Math.min(...requests.map(({ id }) => id))).toBe(5_000 - MOST_REQUESTS + 1);
  expect(events.text().length).toBeLessThan(400_000);
});

it("writes nothing for whoever does not read, however long that takes", async () => {
  vi.useFakeTimers();
  const world = createWorld({ now: () => 0 });
  const reader = createEventStreams(world).open()?.getReader();
  const read = async () => {
    const next = reader?.read();
    await vi.advanceTimersByTimeAsync(100);
    return new TextDecoder().decode((await next)?.value);
  };
  await read();
  for (let ms = 0; ms < 60_000; ms += 100) {
    world.clock.advance(100);
    world.changes.announce({ kind: "state" });
    await vi.advanceTimersByTimeAsync(100);
  }
  expect(await read()).toMatch(/^event: overview\ndata: .*"now":60000\}\n\n$/);
  expect(vi.getTimerCount()).toBe(0);
});

it("keeps no more than a message for a client that never reads", { timeout: 30_000 }, async () => {
  const sandbox = await start();
  const write = ServerResponse.prototype.write;
  let most = 0;
  vi.spyOn(ServerResponse.prototype, "write").mockImplementation(function (
    this: ServerResponse,
    ...given: Parameters<typeof write>
  ) {
    const goesOn = write.apply(this, given);
    most = Math.max(most, this.writableLength);
    return goesOn;
  } as typeof write);
  const silent = connect(sandbox.port, "127.0.0.1");
  silent.write(`GET /control/events HTTP/1.1\r\nHost: 127.0.0.1:${sandbox.port}\r\n\r\n`);
  await new Promise((resolve) => silent.once("readable", resolve));
  silent.pause();
  // 60 KB of events for each request: more than the sockets themselves hold.
  const padding = "x".repeat(60_000);
  for (let round = 0; round < 60; round += 1) {
    await Promise.all(Array.from({ length: 10 }, () => post(sandbox, "client-secrets", { padding })));
  }
  silent.destroy();
  expect(most).toBeGreaterThan(60_000);
  expect(most).toBeLessThan(600_000);
});
