import { createServer as createTcpServer, type Socket } from "node:net";
import { LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { Agent } from "undici";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import type { NodeClientOptions } from "./index.ts";
import { deferred, failure, INPUT, listening, NOBODY, useLocal } from "./testing/local.ts";

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

describe("certainty", () => {
  it("knows that a refused connection sent nothing, and tries even a card again", async () => {
    const { port, server } = await listening(createTcpServer());
    server.close();
    const client = local.client({ baseUrl: `http://127.0.0.1:${port}/api`, retries: 1 });
    const error = await failure(client.paymentMethods.create(CARD, NOBODY));
    expect(error).toMatchObject({ code: "network_failed", outcome: "not-sent", attempts: 2 });
    expect(error.message).toContain("ECONNREFUSED");
  });

  it("knows that nothing was sent to an unknown host", async () => {
    const client = local.client({ baseUrl: "https://connect.invalid/api", retries: 0 });
    expect(await failure(client.clientSecrets.create(INPUT, NOBODY))).toMatchObject({
      code: "network_failed",
      outcome: "not-sent",
      attempts: 1,
    });
  });

  it("knows that a failed TLS handshake sent nothing", async () => {
    // Plain HTTP where TLS is expected.
    const client = local.client({ baseUrl: local.sandbox.baseUrl.replace("http:", "https:"), retries: 0 });
    const error = await failure(client.paymentMethods.create(CARD, NOBODY));
    expect(error).toMatchObject({ code: "network_failed", outcome: "not-sent" });
    expect(local.sandbox.control.seen()).toEqual([]);
  });

  it("knows that nothing was sent when a call is given up while its connection is being made", async () => {
    // It accepts connections, and never responds to a TLS handshake.
    const sockets: Socket[] = [];
    const { port } = await listening(createTcpServer((socket) => void sockets.push(socket)));
    const client = local.client({ baseUrl: `https://127.0.0.1:${port}/api`, retries: 0 });
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

  it("does not know what became of calls in progress when a dispatcher is destroyed, and knows that waiting ones sent nothing", async () => {
    const agent = new Agent({ connections: 1 });
    const client = local.client({ dispatcher: agent, retries: 0 });
    local.sandbox.control.addFault({ operation: "createPaymentMethod", kind: "latency", delayMs: 60_000, times: null });
    const calls = [1, 2].map(() => failure(client.paymentMethods.create(CARD, NOBODY)));
    await vi.waitFor(() => expect(local.sandbox.control.seen()).toHaveLength(1), 20_000);
    await agent.destroy();
    const [underWay, waiting] = await Promise.all(calls);
    expect(underWay).toMatchObject({ code: "network_failed", outcome: "unknown" });
    expect(waiting).toMatchObject({ code: "network_failed", outcome: "not-sent" });
  });

  it("uses the global fetch for a call when undici cannot be loaded, and tries again at the next one", async () => {
    vi.doMock("undici", () => {
      throw new Error("too many open files");
    });
    onTestFinished(() => void vi.doUnmock("undici"));
    const client = local.client({ retries: 0 });
    expect((await client.clientSecrets.create(INPUT, NOBODY)).expired).toBe(false);
    expect(local.sandbox.control.seen()[0]?.headers["sec-fetch-mode"]).toBe("cors");
    vi.doUnmock("undici");
    expect((await client.clientSecrets.create(INPUT, NOBODY)).expired).toBe(false);
    expect(local.sandbox.control.seen()[1]?.headers).not.toHaveProperty("sec-fetch-mode");
  });

  it("does not know the outcome of a connection severed after the request, and does not try a card again", async () => {
    local.sandbox.control.addFault({ operation: "createPaymentMethod", kind: "severed", times: null });
    const error = await failure(local.client().paymentMethods.create(CARD, NOBODY));
    expect(error).toMatchObject({ code: "network_failed", outcome: "unknown", attempts: 1 });
    expect(local.sandbox.control.seen({ operation: "createPaymentMethod" })).toHaveLength(1);
  });

  it("does not know the outcome of a body severed half-way, and tries a mint again", async () => {
    local.sandbox.control.addFault({ operation: "createClientSecret", kind: "severed-body", times: 1 });
    const secret = await local.client().clientSecrets.create(INPUT, NOBODY);
    expect(secret.expired).toBe(false);
    expect(local.sandbox.control.seen({ operation: "createClientSecret" })).toHaveLength(2);
  });

  it("ends a stalled body by the attempt's timeout, and gives its connection up", async () => {
    local.sandbox.control.addFault({ operation: "createClientSecret", kind: "stalled-body", times: null });
    // Long enough to send the request on a busy machine.
    const client = local.client({ timeout: 1_500, retries: 0 });
    expect(await failure(client.clientSecrets.create(INPUT, NOBODY))).toMatchObject({
      code: "timed_out",
      outcome: "unknown",
    });
  });

  it("gives up a body that is too long, and its connection", async () => {
    const closed = deferred<void>();
    const { port } = await listening(
      createTcpServer((socket) => {
        socket.on("error", () => {}).on("close", () => closed.resolve());
        // A body that does not end.
        socket.once("data", () => void socket.write(`HTTP/1.1 200 OK\r\n\r\n${" ".repeat(2_000_000)}`));
      }),
    );
    const client = local.client({ baseUrl: `http://127.0.0.1:${port}/api` });
    expect(await failure(client.clientSecrets.create(INPUT, NOBODY))).toMatchObject({
      code: "response_unreadable",
      outcome: "unknown",
      attempts: 1,
    });
    await closed.promise;
  });

  it("sends nothing after an abort while the connection is being made, also later", async () => {
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
      local.client({ dispatcher: slow }).clientSecrets.create(INPUT, { ...NOBODY, signal: controller.signal }),
    );
    await new Promise((resolve) => setTimeout(resolve, 20));
    controller.abort();
    expect(await call).toMatchObject({ code: "aborted" });
    release.resolve();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(local.sandbox.control.seen()).toEqual([]);
  });
});
