import { once } from "node:events";
import { request as httpRequest, type RequestListener } from "node:http";
import { connect as connectHttp2, constants, createServer as createHttp2Server } from "node:http2";
import { type AddressInfo, connect } from "node:net";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import express from "express";
import fastify, { type FastifyReply, type FastifyRequest } from "fastify";
import { RateLimiterMemory, RateLimiterUnion } from "rate-limiter-flexible";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { mintEndpoint, type NodeMintContext } from "./index.ts";
import { ORIGIN, post, raw, serve, useMintFixture } from "./testing/mint-fixture.ts";

const fixture = useMintFixture();
const { createMinter, endpoint } = fixture;

it("mints over a real socket, and tells who is at the browser", async () => {
  const { handler, events } = endpoint();
  const received = await post(await serve(handler), {
    headers: { "user-agent": "Café/1.0", "x-forwarded-for": "192.0.2.66" },
  });
  expect(received.status).toBe(200);
  expect(fixture.sandbox.control.seen()).toMatchObject([
    { headers: { "user-agent": "Café/1.0", "end-user-ip": "127.0.0.1" }, body: { payer: { id: LOCAL_PAYER_ID } } },
  ]);
  expect(events).toMatchObject([{ outcome: "minted", endUser: { ip: "127.0.0.1" } }]);
});

it("ends the call upstream when the end user goes away", async () => {
  fixture.sandbox.control.addFault({ operation: "*", kind: "latency", delayMs: 5_000, carriedOut: false });
  const { handler, events } = endpoint();
  const port = await serve(handler);
  const asking = httpRequest({ port, host: "127.0.0.1", path: "/mint", method: "POST", headers: { origin: ORIGIN } });
  asking.on("error", () => {}).end();
  await vi.waitFor(() => expect(fixture.sandbox.control.seen()).toHaveLength(1), 20_000);
  expect(events).toEqual([]);

  asking.destroy();
  await vi.waitFor(() => expect(events).toMatchObject([{ outcome: "aborted" }]), 20_000);
  await vi.waitFor(() => expect(fixture.sandbox.control.seen()).toMatchObject([{ status: null }]), 20_000);
  expect(fixture.sandbox.control.state().clientSecrets).toEqual([]);
});

describe("over HTTP/2", () => {
  /** Starts a request to a listener. Returns its stream. */
  async function ask(listener: RequestListener) {
    const server = createHttp2Server(listener as never).listen(0, "127.0.0.1");
    onTestFinished(() => void server.close());
    await once(server, "listening");
    const session = connectHttp2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
    onTestFinished(() => session.destroy());
    const stream = session.request({ ":method": "POST", ":path": "/mint", origin: ORIGIN });
    return stream.end();
  }

  it("ends the call upstream when the end user resets the stream", async () => {
    fixture.sandbox.control.addFault({ operation: "*", kind: "latency", delayMs: 5_000, carriedOut: false });
    const { handler, events } = endpoint();
    const stream = await ask(handler);
    await vi.waitFor(() => expect(fixture.sandbox.control.seen()).toHaveLength(1), 20_000);

    stream.close(constants.NGHTTP2_CANCEL);
    await vi.waitFor(() => expect(events).toMatchObject([{ outcome: "aborted" }]), 20_000);
    expect(fixture.sandbox.control.state().clientSecrets).toEqual([]);
  });

  it("mints nothing when the stream was reset before, while middleware was waiting", async () => {
    const { handler } = endpoint();
    const handled = vi.fn();
    const stream = await ask(async (request, response) => {
      stream.close(constants.NGHTTP2_CANCEL);
      await once(request, "aborted");
      await handler(request, response);
      handled();
    });
    await vi.waitFor(() => expect(handled).toHaveBeenCalled(), 20_000);
    expect(fixture.sandbox.control.state().clientSecrets).toEqual([]);
  });
});

describe("a body that somebody read before", () => {
  const init = { headers: { "content-type": "application/json" }, body: "{}" };
  const patient = {
    authorize: () =>
      new Promise<{ payerId: string }>((resolve) => setTimeout(resolve, 30, { payerId: LOCAL_PAYER_ID })),
  };

  it("does not end the call in Express", async () => {
    const app = express().use(express.json()).post("/mint", endpoint(patient).handler);
    expect((await post(await serve(app), init)).status).toBe(200);
  });

  it("does not end the call in Fastify", async () => {
    const app = fastify();
    onTestFinished(() => app.close());
    const { handler } = endpoint(patient);
    app.post("/mint", (request, reply) => {
      reply.hijack();
      return handler(request.raw, reply.raw);
    });
    await app.listen({ port: 0 });
    expect((await post((app.server.address() as AddressInfo).port, init)).status).toBe(200);
  });
});

it.each<[string, (request: FastifyRequest, reply: FastifyReply) => [unknown, unknown]]>([
  ["its own request and reply", (request, reply) => [request, reply]],
  ["its own request", (request, reply) => [request, reply.raw]],
  ["its own reply", (request, reply) => [request.raw, reply]],
])("asks for the raw pair when Fastify passes %s", async (_, pairOf) => {
  const app = fastify();
  onTestFinished(() => app.close());
  const { handler } = endpoint();
  app.post("/mint", (request, reply) => handler(...(pairOf(request, reply) as Parameters<typeof handler>)));

  const { statusCode, body } = await app.inject({ method: "POST", url: "/mint", headers: { origin: ORIGIN } });

  expect([statusCode, body]).toEqual([500, expect.stringContaining("request.raw and reply.raw")]);
  expect(fixture.sandbox.control.seen()).toEqual([]);
});

describe("a body that is sent on and on", () => {
  it("is refused by its length before it has arrived, and keeps no connection", async () => {
    const { handler } = endpoint();
    const reply = await raw(
      await serve(handler),
      `POST / HTTP/1.1\nHost: x\nOrigin: ${ORIGIN}\nContent-Length: 10000000\n\n`,
    );
    expect(reply).toMatch(/^HTTP\/1\.1 413 /);
  });

  it("keeps nobody waiting who is allowed to ask, and does not wait for its end", async () => {
    const socket = connect(await serve(endpoint().handler), "127.0.0.1");
    let reply = "";
    const closed = new Promise((resolve) => socket.on("close", resolve));
    socket
      .on("error", () => {})
      .on("data", (data) => {
        reply += data;
      });
    socket.write(`POST / HTTP/1.1\r\nHost: x\r\nOrigin: ${ORIGIN}\r\nContent-Length: 1000\r\n\r\n`);
    const trickle = setInterval(() => socket.write("x"), 100);
    onTestFinished(() => clearInterval(trickle));
    await closed;
    expect(reply).toMatch(/^HTTP\/1\.1 200 /);
  });

  it("may be long when it ends, and the connection lives on", async () => {
    const port = await serve(endpoint().handler);
    const refused = await post(port, { body: "x".repeat(10_000_000) });
    expect(refused.status).toBe(413);
    expect((await post(port)).status).toBe(200);
  });
});

it.each([
  ["a Host with a path", `POST / HTTP/1.1\nHost: x/admin\nOrigin: ${ORIGIN}\nConnection: close\n\n`],
  ["a method that the standard forbids", `TRACE / HTTP/1.1\nHost: x\nOrigin: ${ORIGIN}\nConnection: close\n\n`],
])("responds 400 with an empty body, also under Express, to %s", async (_, head) => {
  const authorize = vi.fn(() => ({ payerId: LOCAL_PAYER_ID }));
  const { handler } = endpoint({ authorize });
  for (const listener of [handler, express().use(handler)] as RequestListener[]) {
    const reply = await raw(await serve(listener), head);
    // A chunked body without a chunk is empty too.
    expect(reply).toMatch(/^HTTP\/1\.1 400 (.+\r\n)+\r\n(0\r\n\r\n)?$/);
  }
  expect(authorize).not.toHaveBeenCalled();
});

it("hands a response that cannot be written to next, or ends the connection", async () => {
  const { handler } = endpoint();
  const next = vi.fn();
  const port = await serve((request, response) => {
    // Other code has already begun the response.
    response.writeHead(202).write("half");
    next.mockImplementation(() => response.end());
    handler(request, response, request.url === "/next" ? next : undefined);
  });
  await expect(post(port).then((response) => response.text())).rejects.toThrow("terminated");
  const received = await fetch(`http://127.0.0.1:${port}/next`, { method: "POST", headers: { origin: ORIGIN } });
  expect([received.status, await received.text()]).toEqual([202, "half"]);
  expect(next.mock.calls).toMatchObject([[{ code: "ERR_HTTP_HEADERS_SENT" }]]);
});

it("passes a request with an invalid Host to next when a response has already begun, or ends the connection", async () => {
  const { handler } = endpoint();
  const failures: unknown[] = [];
  const port = await serve((request, response) => {
    response.writeHead(202, { connection: "close" }).write("half");
    const next = (error: unknown): void => {
      failures.push(error);
      response.end();
    };
    // One that rejects would end this process.
    void handler(request, response, request.headers["x-next"] ? next : undefined);
  });
  const bad = `POST / HTTP/1.1\nHost: x/y\nOrigin: ${ORIGIN}\nContent-Length: 0\n`;
  expect(await raw(port, `${bad}X-Next: 1\n\n`)).toMatch(/^HTTP\/1\.1 202 [\s\S]*half/);
  expect(failures).toMatchObject([{ message: "The host is not valid." }]);
  expect(await raw(port, `${bad}\n`)).not.toMatch(/ 400 /);
  expect(failures).toHaveLength(1);
});

it("gives authorize the whole path, wherever an Express router is mounted", async () => {
  const paths: string[] = [];
  const authorize = ({ url }: Request) => {
    paths.push(new URL(url).pathname);
    return { payerId: LOCAL_PAYER_ID };
  };
  const router = express.Router().all("/mint", endpoint({ authorize }).handler);
  const port = await serve(express().use("/:tenant", router));

  const received = await fetch(`http://127.0.0.1:${port}/tenant-a/mint`, {
    method: "POST",
    headers: { origin: ORIGIN },
  });

  expect(received.status).toBe(200);
  expect(paths).toEqual(["/tenant-a/mint"]);
});

declare global {
  namespace Express {
    // As express-session adds its own property.
    interface Request {
      sessionOfTheTest?: { readonly payerId: string };
    }
  }
}

it("gives authorize the framework's own request: an Express session needs no cast", async () => {
  const { client } = createMinter();
  const app = express();
  app.use((request, _response, next) => {
    request.sessionOfTheTest = { payerId: LOCAL_PAYER_ID };
    next();
  });
  app.post(
    "/mint",
    mintEndpoint<express.Request>({
      client,
      allowedOrigins: [ORIGIN],
      authorize: (_request, { native }) => native.request.sessionOfTheTest ?? { refused: "unauthenticated" },
      onMint: () => {},
    }),
  );
  const annotated = mintEndpoint({
    client,
    allowedOrigins: [ORIGIN],
    authorize: (_request, { native }: NodeMintContext<express.Request>) =>
      native.request.sessionOfTheTest ?? { refused: "unauthenticated" },
  });
  app.post("/annotated", annotated);
  const port = await serve(app);

  expect((await post(port)).status).toBe(200);
});

it("responds with 429 and the longest wait of a RateLimiterUnion", async () => {
  const second = new RateLimiterMemory({ points: 1, duration: 1, keyPrefix: "second" });
  const hour = new RateLimiterMemory({ points: 1, duration: 3_600, keyPrefix: "hour" });
  const { handler } = endpoint({ rateLimit: new RateLimiterUnion(second, hour) });
  const port = await serve(handler);

  expect((await post(port)).status).toBe(200);
  const received = await post(port);

  expect(received.status).toBe(429);
  expect(Number(received.headers.get("retry-after"))).toBeGreaterThan(3_500);
});

it("takes a limiter of rate-limiter-flexible as it is", async () => {
  const { handler, events } = endpoint({ rateLimit: new RateLimiterMemory({ points: 3, duration: 60 }) });
  const port = await serve(handler);
  const responses = await Promise.all(Array.from({ length: 10 }, () => post(port)));
  const limited = responses.filter(({ status }) => status === 429);
  expect([responses.filter(({ ok }) => ok).length, limited.length]).toEqual([3, 7]);
  for (const { headers } of limited) expect(Number(headers.get("retry-after"))).toBeGreaterThan(50);
  expect(fixture.sandbox.control.seen()).toHaveLength(3);
  expect(events.filter(({ outcome }) => outcome === "limited")).toHaveLength(7);
});

it.each([undefined, null])("names what is missing when the options are %o", (options) => {
  expect(() => mintEndpoint(options as never)).toThrow("allowedOrigins must list exact origins");
});

it("creates its own client from the environment, and reports a missing API key with each request", async () => {
  const onError = vi.fn();
  const options = { authorize: () => ({ payerId: LOCAL_PAYER_ID }), allowedOrigins: [ORIGIN], onError };
  vi.stubEnv("PLASTIQ_API_KEY", undefined);
  vi.stubEnv("PLASTIQ_BASE_URL", fixture.sandbox.baseUrl);
  const port = await serve(mintEndpoint(options));

  expect((await post(port)).status).toBe(500);
  expect(onError).toHaveBeenCalledWith(
    expect.objectContaining({ message: "The API key is missing: set PLASTIQ_API_KEY, or pass apiKey." }),
    expect.any(String),
  );
  vi.stubEnv("PLASTIQ_API_KEY", LOCAL_API_KEY);
  expect((await post(port)).status).toBe(200);
});
