import { createServer as createHttpServer, type IncomingMessage, type Server } from "node:http";
import { createServer as createTcpServer, type Socket, type Server as TcpServer } from "node:net";
import type { Operation } from "@plastiq-connect/core/adapter";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { type RunningSandbox, startSandbox } from "@plastiq-connect/sandbox/server";
import { Agent } from "undici";
import { afterEach, beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { type ConnectError, createClient, type NodeClientOptions } from "./index.ts";

const INPUT = { payer: { id: LOCAL_PAYER_ID } };
const NOBODY = { endUser: "none" } as const;
const CARD = {
  type: "CARD",
  payer: { id: LOCAL_PAYER_ID },
  data: {
    cardHolderName: "Ada Example",
    accountNumber: "4242424242424242",
    cvv: "123",
    expirationMonth: "12",
    expirationYear: "2039",
    billingAddress: { line1: "1 Market St", city: "San Francisco", state: "CA", postalCode: "94105", country: "US" },
  },
} as const;

let sandbox: RunningSandbox;
beforeEach(async () => {
  for (const name of Object.keys(process.env)) {
    if (/^PLASTIQ_|_proxy$/i.test(name)) vi.stubEnv(name, undefined);
  }
  sandbox = await startSandbox();
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await sandbox.close();
});

function localClient(options: NodeClientOptions = {}) {
  const client = createClient({ apiKey: LOCAL_API_KEY, baseUrl: sandbox.baseUrl, ...options });
  onTestFinished(() => client.close());
  return client;
}

function deferred<Value>() {
  let resolve: (value: Value) => void = () => {};
  const promise = new Promise<Value>((settle) => {
    resolve = settle;
  });
  return { promise, resolve };
}

async function failure(call: Promise<unknown>): Promise<ConnectError> {
  return call.then(
    () => expect.unreachable("The call went through."),
    (error: ConnectError) => error,
  );
}

async function listening<Listener extends Server | TcpServer>(
  server: Listener,
): Promise<{ port: number; server: Listener }> {
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  onTestFinished(() => void server.close());
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("The server has no port.");
  return { port: address.port, server };
}

describe("settings", () => {
  test("come from the environment variables", async () => {
    vi.stubEnv("PLASTIQ_API_KEY", LOCAL_API_KEY);
    vi.stubEnv("PLASTIQ_BASE_URL", sandbox.baseUrl);
    const client = createClient();
    onTestFinished(() => client.close());
    const secret = await client.clientSecrets.create(INPUT, NOBODY);
    expect(secret.payerId).toBe(LOCAL_PAYER_ID);
  });

  test("PLASTIQ_LOG turns the log on, to the console or to the logger", async () => {
    vi.stubEnv("PLASTIQ_LOG", "debug");
    const written = vi.spyOn(console, "info").mockImplementation(() => {});
    onTestFinished(() => written.mockRestore());
    await localClient().clientSecrets.create(INPUT, NOBODY);
    const line =
      /^plastiq-connect createClientSecret POST \/api\/client-secrets 200 succeeded in \d+ ms, attempt 1, trace /;
    expect(written.mock.calls.map(String)).toEqual([expect.stringMatching(line)]);
    const entries: unknown[] = [];
    const note = (entry: unknown): number => entries.push(entry);
    await localClient({ logger: { debug: note, info: note, warn: note, error: note } }).clientSecrets.create(
      INPUT,
      NOBODY,
    );
    expect([entries.length, written.mock.calls.length]).toEqual([1, 1]);
    vi.stubEnv("PLASTIQ_LOG", "loud");
    expect(() => createClient()).toThrow("PLASTIQ_LOG must be debug, info, warn, error or off.");
  });

  test("PLASTIQ_ENVIRONMENT chooses the vendor's environment; an empty variable counts as not set", () => {
    vi.stubEnv("PLASTIQ_API_KEY", "an-api-key");
    vi.stubEnv("PLASTIQ_ENVIRONMENT", "production");
    vi.stubEnv("PLASTIQ_BASE_URL", "");
    expect(createClient().baseUrl).toBe("https://connect.plastiq.com/api");
    vi.stubEnv("PLASTIQ_ENVIRONMENT", "");
    expect(createClient().baseUrl).toBe("https://connect.sandbox.plastiq.com/api");
  });

  test("options win, and naming a place in them sets aside both variables", () => {
    vi.stubEnv("PLASTIQ_API_KEY", "an-api-key");
    vi.stubEnv("PLASTIQ_ENVIRONMENT", "production");
    vi.stubEnv("PLASTIQ_BASE_URL", "https://proxy.example/api");
    expect(createClient().baseUrl).toBe("https://proxy.example/api");
    expect(createClient({ environment: "sandbox" }).baseUrl).toBe("https://connect.sandbox.plastiq.com/api");
    // Spelt out, but nothing said: the variables still count.
    expect(createClient({ environment: undefined, baseUrl: undefined }).baseUrl).toBe("https://proxy.example/api");
    expect(createClient({ baseUrl: "https://other.example/api" }).baseUrl).toBe("https://other.example/api");
  });

  test("a missing API key fails each call, and not createClient", async () => {
    vi.stubEnv("PLASTIQ_BASE_URL", sandbox.baseUrl);
    const client = createClient();
    onTestFinished(() => client.close());
    await expect(client.clientSecrets.create(INPUT, NOBODY)).rejects.toMatchObject({
      code: "configuration_invalid",
      outcome: "not-sent",
      message: "The API key is missing: set PLASTIQ_API_KEY, or pass apiKey.",
    });
    vi.stubEnv("PLASTIQ_API_KEY", LOCAL_API_KEY);
    expect((await client.clientSecrets.create(INPUT, NOBODY)).payerId).toBe(LOCAL_PAYER_ID);
  });

  test("a bad variable is refused without being repeated", () => {
    vi.stubEnv("PLASTIQ_API_KEY", "key-with\nan inner newline");
    expect(() => createClient()).toThrow(expect.objectContaining({ code: "configuration_invalid" }));
    expect(() => createClient()).not.toThrow(/inner/);
    vi.stubEnv("PLASTIQ_API_KEY", "an-api-key");
    vi.stubEnv("PLASTIQ_ENVIRONMENT", "prod");
    expect(() => createClient()).toThrow(/environment must be "sandbox" or "production"/);
  });

  test("fetch and dispatcher cannot be used together", () => {
    expect(() => localClient({ fetch, dispatcher: new Agent() })).toThrow(/cannot be used together/);
  });
});

describe("the wire", () => {
  test("carries the end user's headers byte for byte, and a body of exact length", async () => {
    const raw = deferred<string>();
    const { port } = await listening(
      createTcpServer((socket) => {
        let text = "";
        socket.on("data", (bytes) => {
          text += bytes.toString("latin1");
          if (!text.includes("CARD")) return;
          raw.resolve(text);
          socket.end('HTTP/1.1 200 OK\r\nContent-Length: 22\r\nTrace-Id: t-1\r\n\r\n{"clientSecret":"abc"}');
        });
      }),
    );
    const client = localClient({ baseUrl: `http://127.0.0.1:${port}/api` });
    const endUser = { userAgent: "Mozilla/5.0 (caf\u00e9)  two spaces", deviceId: "d-1", ip: "2001:db8::1" };
    const secret = await client.clientSecrets.create(INPUT, { endUser });
    const [head = "", body = ""] = (await raw.promise).split("\r\n\r\n");
    expect(head).toMatch(/^POST \/api\/client-secrets HTTP\/1\.1\r\n/);
    expect(head).toContain("\r\nuser-agent: Mozilla/5.0 (caf\u00e9)  two spaces\r\n");
    expect(head).toMatch(/\r\nend-user-device-id: d-1(\r\n|$)/);
    expect(head).toMatch(/\r\nend-user-ip: 2001:db8::1(\r\n|$)/);
    expect(head.match(/user-agent/gi)).toHaveLength(1);
    // Answers are not decompressed.
    expect(head).toContain("\r\naccept-encoding: identity\r\n");
    expect(JSON.parse(body)).toEqual({ payer: { id: LOCAL_PAYER_ID }, type: "CARD" });
    expect(secret.traceId).toBe("t-1");
    expect(secret.reveal()).toBe("abc");
  });

  test("is kept alive: many calls in a row, not a connection each", async () => {
    const sockets = new Set<IncomingMessage["socket"]>();
    const { port } = await listening(
      createHttpServer((request, response) => {
        sockets.add(request.socket);
        request.resume().on("end", () => response.end('{"clientSecret":"abc"}'));
      }),
    );
    const client = localClient({ baseUrl: `http://127.0.0.1:${port}/api` });
    for (let call = 0; call < 10; call++) await client.clientSecrets.create(INPUT, NOBODY);
    // undici frees a connection a moment after the answer, so that the next call may open a second one.
    expect(sockets.size).toBeLessThanOrEqual(2);
  });

  test("carries the whole path of an operation of one's own, with its query, as a URL writes it", async () => {
    const { port } = await listening(
      createHttpServer((request, response) => {
        request.resume().on("end", () => response.end(request.url));
      }),
    );
    const client = localClient({ baseUrl: `http://127.0.0.1:${port}/api` });
    const list: Operation<string, string> = {
      name: "list",
      replay: "safe",
      encode: (name) => ({ method: "GET", path: `/payers?name=${name}`, headers: {}, body: undefined, secrets: [] }),
      decode: ({ body }) => body,
    };
    expect(await client.call(list, "Zo\u00eb B", NOBODY)).toBe("/api/payers?name=Zo%C3%AB%20B");
    expect(await client.call(list, "x", NOBODY)).toBe("/api/payers?name=x");
  });

  test("reads several headers of one name, and an answer in many pieces", async () => {
    const { port } = await listening(
      createHttpServer((request, response) => {
        request.resume();
        response.setHeader("X-Several", ["one", "two"]);
        const text = JSON.stringify({ clientSecret: "abc", padding: "\u00e9".repeat(100_000) });
        for (let at = 0; at < text.length; at += 10_000) response.write(text.slice(at, at + 10_000));
        response.end();
      }),
    );
    const client = localClient({ baseUrl: `http://127.0.0.1:${port}/api` });
    const { data, response } = await client.clientSecrets.create(INPUT, NOBODY).withResponse();
    expect(data.reveal()).toBe("abc");
    expect(response.headers["x-several"]).toBe("one, two");
  });
});

describe("certainty", () => {
  test("a refused connection is known to be not sent, and even a card is tried again", async () => {
    const { port, server } = await listening(createTcpServer());
    server.close();
    const client = localClient({ baseUrl: `http://127.0.0.1:${port}/api`, retries: 1 });
    const error = await failure(client.paymentMethods.create(CARD, NOBODY));
    expect(error).toMatchObject({ code: "network_failed", outcome: "not-sent", attempts: 2 });
    expect(error.message).toContain("ECONNREFUSED");
  });

  test("an unknown host is known to be not sent", async () => {
    const client = localClient({ baseUrl: "https://connect.invalid/api", retries: 0 });
    expect(await failure(client.clientSecrets.create(INPUT, NOBODY))).toMatchObject({
      code: "network_failed",
      outcome: "not-sent",
      attempts: 1,
    });
  });

  test("a failed TLS handshake is known to be not sent", async () => {
    // Plain HTTP where TLS is expected.
    const client = localClient({ baseUrl: sandbox.baseUrl.replace("http:", "https:"), retries: 0 });
    const error = await failure(client.paymentMethods.create(CARD, NOBODY));
    expect(error).toMatchObject({ code: "network_failed", outcome: "not-sent" });
    expect(sandbox.control.seen()).toEqual([]);
  });

  test("a call that is given up while its connection is being made is known to be not sent", async () => {
    // It takes connections, and never answers a TLS handshake.
    const sockets: Socket[] = [];
    const { port } = await listening(createTcpServer((socket) => void sockets.push(socket)));
    const client = localClient({ baseUrl: `https://127.0.0.1:${port}/api`, retries: 0 });
    const errors = await Promise.all(
      [{ timeout: 100 }, { signal: AbortSignal.timeout(100) }].map((patience) =>
        failure(client.paymentMethods.create(CARD, { ...NOBODY, ...patience })),
      ),
    );
    expect(errors).toMatchObject([
      { code: "timed_out", outcome: "not-sent", attempts: 1 },
      { code: "aborted", outcome: "not-sent", attempts: 1 },
    ]);
    for (const socket of sockets) socket.destroy();
  });

  test("a dispatcher that is destroyed: what was under way is unknown, what waited for a connection is not sent", async () => {
    const agent = new Agent({ connections: 1 });
    const client = localClient({ dispatcher: agent, retries: 0 });
    sandbox.control.addFault({ operation: "createPaymentMethod", kind: "latency", delayMs: 60_000, times: null });
    const calls = [1, 2].map(() => failure(client.paymentMethods.create(CARD, NOBODY)));
    await vi.waitFor(() => expect(sandbox.control.seen()).toHaveLength(1), 20_000);
    await agent.destroy();
    const [underWay, waiting] = await Promise.all(calls);
    expect(underWay).toMatchObject({ code: "network_failed", outcome: "unknown" });
    expect(waiting).toMatchObject({ code: "network_failed", outcome: "not-sent" });
  });

  test("when undici cannot be loaded, a call uses the global fetch, and the next one tries again", async () => {
    vi.doMock("undici", () => {
      throw new Error("too many open files");
    });
    onTestFinished(() => void vi.doUnmock("undici"));
    const client = localClient({ retries: 0 });
    expect((await client.clientSecrets.create(INPUT, NOBODY)).expired).toBe(false);
    expect(sandbox.control.seen()[0]?.headers["sec-fetch-mode"]).toBe("cors");
    vi.doUnmock("undici");
    expect((await client.clientSecrets.create(INPUT, NOBODY)).expired).toBe(false);
    expect(sandbox.control.seen()[1]?.headers).not.toHaveProperty("sec-fetch-mode");
  });

  test("a connection severed after the request is unknown, and a card is not tried again", async () => {
    sandbox.control.addFault({ operation: "createPaymentMethod", kind: "severed", times: null });
    const error = await failure(localClient().paymentMethods.create(CARD, NOBODY));
    expect(error).toMatchObject({ code: "network_failed", outcome: "unknown", attempts: 1 });
    expect(sandbox.control.seen({ operation: "createPaymentMethod" })).toHaveLength(1);
  });

  test("a body severed half-way is unknown; a mint is tried again and heals", async () => {
    sandbox.control.addFault({ operation: "createClientSecret", kind: "severed-body", times: 1 });
    const secret = await localClient().clientSecrets.create(INPUT, NOBODY);
    expect(secret.expired).toBe(false);
    expect(sandbox.control.seen({ operation: "createClientSecret" })).toHaveLength(2);
  });

  test("a stalled body ends with the attempt's timeout, and its connection is given up", async () => {
    sandbox.control.addFault({ operation: "createClientSecret", kind: "stalled-body", times: null });
    const client = localClient({ timeout: 150, retries: 0 });
    expect(await failure(client.clientSecrets.create(INPUT, NOBODY))).toMatchObject({
      code: "timed_out",
      outcome: "unknown",
    });
  });

  test("a body that is too long is given up, not downloaded", async () => {
    sandbox.control.addFault({ operation: "createClientSecret", kind: "oversized-body", times: null });
    expect(await failure(localClient().clientSecrets.create(INPUT, NOBODY))).toMatchObject({
      code: "response_unreadable",
      outcome: "unknown",
      attempts: 1,
    });
  });

  test("an abort while the connection is being made sends nothing, also later", async () => {
    const release = deferred<void>();
    const agent = new Agent();
    onTestFinished(() => agent.close());
    const slow: NodeClientOptions["dispatcher"] = {
      dispatch(options, handler) {
        void release.promise.then(() => agent.dispatch(options, handler));
        return true;
      },
    };
    const controller = new AbortController();
    const call = failure(
      localClient({ dispatcher: slow }).clientSecrets.create(INPUT, { ...NOBODY, signal: controller.signal }),
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    controller.abort();
    expect(await call).toMatchObject({ code: "aborted" });
    release.resolve();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(sandbox.control.seen()).toEqual([]);
  });
});

describe("connections", () => {
  test("a dispatcher of the user's own is used, and stays open", async () => {
    const agent = new Agent();
    let dispatched = 0;
    const own = agent.compose((dispatch) => (options, handler) => {
      dispatched++;
      return dispatch(options, handler);
    });
    for (const client of [localClient({ dispatcher: own }), localClient({ dispatcher: own })]) {
      await client.clientSecrets.create(INPUT, NOBODY);
      await client.close();
    }
    expect(dispatched).toBe(2);
    await agent.close();
  });

  test("a fetch wins over the client's own connections", async () => {
    const urls: string[] = [];
    const client = localClient({
      fetch: (url, init) => {
        urls.push(url);
        return fetch(url, init);
      },
    });
    await client.clientSecrets.create(INPUT, NOBODY);
    expect(urls).toEqual([`${sandbox.baseUrl}/client-secrets`]);
  });

  test("close lets a call under way finish, and later calls are refused", async () => {
    const client = localClient();
    sandbox.control.addFault({ operation: "createClientSecret", kind: "latency", delayMs: 100 });
    const call = client.clientSecrets.create(INPUT, NOBODY);
    await vi.waitFor(() => expect(sandbox.control.seen().length).toBe(1), 20_000);
    await client.close();
    expect((await call).expired).toBe(false);
    expect(await failure(client.clientSecrets.create(INPUT, NOBODY))).toMatchObject({
      code: "configuration_invalid",
      outcome: "not-sent",
      message: "This client is closed.",
    });
  });

  test("close waits for a call that pauses before it is tried again", async () => {
    const client = localClient();
    sandbox.control.addFault({ operation: "createClientSecret", kind: "status", status: 503, retryAfter: "1" });
    const call = client.clientSecrets.create(INPUT, NOBODY);
    await vi.waitFor(() => expect(sandbox.control.seen()).toHaveLength(1), 20_000);
    await client.close();
    expect((await call).expired).toBe(false);
    expect(sandbox.control.seen()).toHaveLength(2);
  });

  test("close before the first call is harmless", async () => {
    await expect(localClient().close()).resolves.toBeUndefined();
  });

  test("an HTTPS_PROXY that is not a URL is named, not repeated, and nothing is tried again", async () => {
    vi.stubEnv("HTTPS_PROXY", "user:password-at-nowhere");
    const client = localClient({ baseUrl: "https://connect.invalid/api" });
    const error = await failure(client.clientSecrets.create(INPUT, NOBODY));
    expect(error).toMatchObject({ code: "configuration_invalid", outcome: "not-sent" });
    expect(error.message).toMatch(/HTTPS_PROXY/);
    expect(error.message).not.toMatch(/password/);
  });

  test("a proxy that breaks off is asked once an attempt, and no more after the call", async () => {
    let connections = 0;
    const { port } = await listening(
      createTcpServer((socket) => {
        connections++;
        socket.on("error", () => {}).on("data", () => socket.end());
      }),
    );
    vi.stubEnv("HTTPS_PROXY", `http://127.0.0.1:${port}`);
    const client = localClient({ baseUrl: "https://connect.invalid/api", retries: 1 });
    expect(await failure(client.paymentMethods.create(CARD, NOBODY))).toMatchObject({
      code: "network_failed",
      outcome: "not-sent",
      attempts: 2,
    });
    expect(connections).toBe(2);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(connections).toBe(2);
  });

  test("HTTPS_PROXY is obeyed, NO_PROXY excepts a host, and loopback needs neither", async () => {
    const asked: string[] = [];
    const { port } = await listening(
      createHttpServer().on("connect", (request: IncomingMessage, socket) => {
        asked.push(request.url ?? "");
        socket.end("HTTP/1.1 502 Bad Gateway\r\n\r\n");
      }),
    );
    vi.stubEnv("HTTPS_PROXY", `http://127.0.0.1:${port}`);
    vi.stubEnv("HTTP_PROXY", `http://127.0.0.1:${port}`);
    const elsewhere = { baseUrl: "https://connect.invalid/api", retries: 0 };
    expect(await failure(localClient(elsewhere).clientSecrets.create(INPUT, NOBODY))).toMatchObject({
      code: "network_failed",
      outcome: "not-sent",
    });
    expect(asked).toEqual(["connect.invalid:443"]);

    await localClient().clientSecrets.create(INPUT, NOBODY);
    vi.stubEnv("NO_PROXY", "connect.invalid");
    await failure(localClient(elsewhere).clientSecrets.create(INPUT, NOBODY));
    expect(asked).toHaveLength(1);
  });
});
