import { createServer as createHttpServer, type IncomingMessage } from "node:http";
import { createServer as createTcpServer } from "node:net";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { Agent } from "undici";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { createClient } from "./index.ts";
import { failure, INPUT, listening, NOBODY, useLocal } from "./testing/local.ts";

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

const local = useLocal();

describe("settings", () => {
  it("come from the environment variables", async () => {
    vi.stubEnv("PLASTIQ_API_KEY", LOCAL_API_KEY);
    vi.stubEnv("PLASTIQ_BASE_URL", local.sandbox.baseUrl);
    const client = createClient();
    onTestFinished(() => client.close());
    const secret = await client.clientSecrets.create(INPUT, NOBODY);
    expect(secret.payerId).toBe(LOCAL_PAYER_ID);
  });

  it("turns the log on by PLASTIQ_LOG, to the console or to the logger", async () => {
    vi.stubEnv("PLASTIQ_LOG", "debug");
    const written = vi.spyOn(console, "info").mockImplementation(() => {});
    onTestFinished(() => written.mockRestore());
    await local.client().clientSecrets.create(INPUT, NOBODY);
    const line =
      /^plastiq-connect createClientSecret POST \/api\/client-secrets 200 succeeded in \d+ ms, attempt 1, trace /;
    expect(written.mock.calls.map(String)).toEqual([expect.stringMatching(line)]);
    const entries: unknown[] = [];
    const note = (entry: unknown): number => entries.push(entry);
    await local
      .client({ logger: { debug: note, info: note, warn: note, error: note } })
      .clientSecrets.create(INPUT, NOBODY);
    expect([entries.length, written.mock.calls.length]).toEqual([1, 1]);
    vi.stubEnv("PLASTIQ_LOG", "loud");
    expect(() => createClient()).toThrow("PLASTIQ_LOG must be debug, info, warn, error or off.");
  });

  it("chooses the vendor's environment by PLASTIQ_ENVIRONMENT; an empty variable counts as not set", () => {
    vi.stubEnv("PLASTIQ_API_KEY", "an-api-key");
    vi.stubEnv("PLASTIQ_ENVIRONMENT", "production");
    vi.stubEnv("PLASTIQ_BASE_URL", "");
    expect(createClient().baseUrl).toBe("https://connect.plastiq.com/api");
    vi.stubEnv("PLASTIQ_ENVIRONMENT", "");
    expect(createClient().baseUrl).toBe("https://connect.sandbox.plastiq.com/api");
  });

  it("prefers options, and ignores both variables when they name a place", () => {
    vi.stubEnv("PLASTIQ_API_KEY", "an-api-key");
    vi.stubEnv("PLASTIQ_ENVIRONMENT", "production");
    vi.stubEnv("PLASTIQ_BASE_URL", "https://proxy.example/api");
    expect(createClient().baseUrl).toBe("https://proxy.example/api");
    expect(createClient({ environment: "sandbox" }).baseUrl).toBe("https://connect.sandbox.plastiq.com/api");
    // Spelt out, but nothing said: the variables still count.
    expect(createClient({ environment: undefined, baseUrl: undefined }).baseUrl).toBe("https://proxy.example/api");
    expect(createClient({ baseUrl: "https://other.example/api" }).baseUrl).toBe("https://other.example/api");
  });

  it("fails each call, and not createClient, when the API key is missing", async () => {
    vi.stubEnv("PLASTIQ_BASE_URL", local.sandbox.baseUrl);
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

  it("refuses a bad variable without repeating it", () => {
    vi.stubEnv("PLASTIQ_API_KEY", "key-with\nan inner newline");
    expect(() => createClient()).toThrow(expect.objectContaining({ code: "configuration_invalid" }));
    expect(() => createClient()).not.toThrow(/inner/);
    vi.stubEnv("PLASTIQ_API_KEY", "an-api-key");
    vi.stubEnv("PLASTIQ_ENVIRONMENT", "prod");
    expect(() => createClient()).toThrow(/environment must be "sandbox" or "production"/);
  });

  it("refuses fetch and dispatcher together", () => {
    expect(() => local.client({ fetch, dispatcher: new Agent() })).toThrow(/cannot be used together/);
  });
});

describe("connections", () => {
  it("refuses a dispatcher on Bun, whose requests would bypass it", async () => {
    const bun = await import("./bun.ts");
    expect(() => bun.createClient({ dispatcher: new Agent() })).toThrow(/^dispatcher cannot be used on Bun\./);
  });

  it("uses a dispatcher of the user's own, and leaves it open", async () => {
    const agent = new Agent();
    let dispatched = 0;
    const own = agent.compose((dispatch) => (options, handler) => {
      dispatched++;
      return dispatch(options, handler);
    });
    for (const client of [local.client({ dispatcher: own }), local.client({ dispatcher: own })]) {
      await client.clientSecrets.create(INPUT, NOBODY);
      await client.close();
    }
    expect(dispatched).toBe(2);
    await agent.close();
  });

  it("prefers a fetch to the client's own connections", async () => {
    const urls: string[] = [];
    const client = local.client({
      fetch: (url, init) => {
        urls.push(url);
        return fetch(url, init);
      },
    });
    await client.clientSecrets.create(INPUT, NOBODY);
    expect(urls).toEqual([`${local.sandbox.baseUrl}/client-secrets`]);
  });

  it("lets a call in progress finish at close, and refuses later calls", async () => {
    const client = local.client();
    local.sandbox.control.addFault({ operation: "createClientSecret", kind: "latency", delayMs: 100 });
    const call = client.clientSecrets.create(INPUT, NOBODY);
    await vi.waitFor(() => expect(local.sandbox.control.seen().length).toBe(1), 20_000);
    await client.close();
    expect((await call).expired).toBe(false);
    expect(await failure(client.clientSecrets.create(INPUT, NOBODY))).toMatchObject({
      code: "configuration_invalid",
      outcome: "not-sent",
      message: "This client is closed.",
    });
  });

  it("waits at close for a call that pauses before it is tried again", async () => {
    const client = local.client();
    local.sandbox.control.addFault({ operation: "createClientSecret", kind: "status", status: 503, retryAfter: "1" });
    const call = client.clientSecrets.create(INPUT, NOBODY);
    await vi.waitFor(() => expect(local.sandbox.control.seen()).toHaveLength(1), 20_000);
    await client.close();
    expect((await call).expired).toBe(false);
    expect(local.sandbox.control.seen()).toHaveLength(2);
  });

  it("closes before the first call without harm", async () => {
    await expect(local.client().close()).resolves.toBeUndefined();
  });

  it("names an HTTPS_PROXY that is not a URL without repeating it, and tries nothing again", async () => {
    vi.stubEnv("HTTPS_PROXY", "user:s3cret-at-nowhere");
    const client = local.client({ baseUrl: "https://connect.invalid/api" });
    const error = await failure(client.clientSecrets.create(INPUT, NOBODY));
    expect(error).toMatchObject({ code: "configuration_invalid", outcome: "not-sent" });
    expect(error.message).toMatch(/HTTPS_PROXY/);
    expect(error.message).not.toMatch(/s3cret/);
  });

  it("asks a proxy that breaks off once an attempt, and no more after the call", async () => {
    let connections = 0;
    const { port } = await listening(
      createTcpServer((socket) => {
        connections++;
        socket.on("error", () => {}).on("data", () => socket.end());
      }),
    );
    // Those of the machine that the test runs on.
    for (const name of ["https_proxy", "http_proxy", "no_proxy", "NO_PROXY"]) vi.stubEnv(name, undefined);
    vi.stubEnv("HTTPS_PROXY", `http://127.0.0.1:${port}`);
    const client = local.client({ baseUrl: "https://connect.invalid/api", retries: 1 });
    expect(await failure(client.paymentMethods.create(CARD, NOBODY))).toMatchObject({
      code: "network_failed",
      outcome: "not-sent",
      attempts: 2,
    });
    expect(connections).toBe(2);
    await new Promise((resolve) => setTimeout(resolve, 100));
    expect(connections).toBe(2);
  });

  it("obeys HTTPS_PROXY and NO_PROXY, and needs neither for loopback", async () => {
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
    expect(await failure(local.client(elsewhere).clientSecrets.create(INPUT, NOBODY))).toMatchObject({
      code: "network_failed",
      outcome: "not-sent",
    });
    expect(asked).toEqual(["connect.invalid:443"]);

    await local.client().clientSecrets.create(INPUT, NOBODY);
    vi.stubEnv("NO_PROXY", "connect.invalid");
    await failure(local.client(elsewhere).clientSecrets.create(INPUT, NOBODY));
    expect(asked).toHaveLength(1);
  });
});
