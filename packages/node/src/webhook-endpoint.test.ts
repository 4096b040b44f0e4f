import { once } from "node:events";
import { createServer, request as httpRequest } from "node:http";
import { connect as connectHttp2, createServer as createHttp2Server } from "node:http2";
import type { AddressInfo } from "node:net";
import express from "express";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { deliver, EVENT, listen, SECRET, SERVERS, setUp } from "./testing/webhook-fixture.ts";

describe.each(Object.entries(SERVERS))("webhookEndpoint in %s", (_, serve) => {
  it("handles an event once, and responds 200 to each delivery", async () => {
    const { endpoint, handled } = setUp();
    const origin = await serve(endpoint);
    expect([(await deliver(origin)).status, (await deliver(origin)).status]).toEqual([200, 200]);
    expect(handled).toEqual([EVENT]);
  });

  it("responds 404 to a wrong secret and 400 to what is not an event", async () => {
    const { endpoint, handled } = setUp();
    const origin = await serve(endpoint);
    expect((await deliver(origin, EVENT, `/hooks/${"z".repeat(43)}`)).status).toBe(404);
    expect((await deliver(origin, { hello: 1 })).status).toBe(400);
    expect(handled).toEqual([]);
  });
});

it.each([
  ["with its length", { "content-length": String(JSON.stringify(EVENT).length) }],
  ["in chunks", { "transfer-encoding": "chunked" }],
])("asks for another delivery of an event, sent %s, whose body was read and not kept", async (_, headers) => {
  const onError = vi.fn();
  const { endpoint, handled } = setUp({ onError });
  const origin = await listen(
    createServer(async (request, response) => {
      for await (const _ of request);
      await endpoint(request, response);
    }),
  );
  const post = (path: string): Promise<number | undefined> =>
    new Promise((resolve) => {
      const request = httpRequest(origin + path, { method: "POST", headers }, (response) =>
        resolve(response.resume().statusCode),
      );
      request.end(JSON.stringify(EVENT));
    });
  expect(await post(`/hooks/${SECRET}`)).toBe(503);
  expect(onError.mock.calls).toMatchObject([
    [{ code: "configuration_invalid", message: expect.stringContaining("request.body") }],
  ]);
  expect(await post(`/hooks/${"z".repeat(43)}`)).toBe(404);
  expect(handled).toEqual([]);
});

it.each([
  ["asks for another delivery of an event whose body was read and not kept", JSON.stringify(EVENT), 503],
  ["responds 400 to a delivery without a body that was read before", undefined, 400],
])("%s, over HTTP/2 and without its length", async (_, body, status) => {
  const { endpoint } = setUp({ onError: () => {} });
  const server = createHttp2Server(async (request, response) => {
    for await (const _ of request);
    await endpoint(request as never, response as never);
  }).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const session = connectHttp2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  onTestFinished(() => session.destroy());
  const head = { ":method": "POST", ":path": `/hooks/${SECRET}` };
  const stream = session.request(head, { endStream: body === undefined });
  stream.end(body);
  const [headers] = await once(stream, "response");
  expect(headers[":status"]).toBe(status);
});

it("asks for another delivery of an event that a form parser took apart, and reports why", async () => {
  const onError = vi.fn();
  const { endpoint, handled } = setUp({ onError });
  const app = express();
  app.use(express.json(), express.urlencoded({ extended: true }));
  app.post("/hooks/:secret", endpoint);
  const origin = await listen(createServer(app));
  // Its sender gives no content type, and its HTTP client, such as curl, the one of a form.
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const body = JSON.stringify({ ...EVENT, more: "a=b&c" });
  const { status } = await fetch(`${origin}/hooks/${SECRET}`, { method: "POST", headers, body });
  expect(status).toBe(503);
  expect(onError.mock.calls).toMatchObject([
    [{ code: "configuration_invalid", message: expect.stringContaining("neither its text nor its JSON") }],
  ]);
  expect(handled).toEqual([]);
});

it.each([
  ["a bigint", () => ({ ...EVENT, more: 1n })],
  ["arrays nested too deep", () => ({ ...EVENT, more: JSON.parse("[".repeat(30_000) + "]".repeat(30_000)) })],
])("asks for another delivery of an event that was parsed with %s, and reports why", async (_, parse) => {
  const onError = vi.fn();
  const { endpoint, handled } = setUp({ onError });
  const origin = await listen(
    createServer((request, response) =>
      request.resume().on("end", () => endpoint(Object.assign(request, { body: parse() }), response)),
    ),
  );
  expect((await deliver(origin)).status).toBe(503);
  expect(onError.mock.calls).toMatchObject([
    [{ code: "configuration_invalid", message: expect.stringContaining("neither its text nor its JSON") }],
  ]);
  // Nobody without the secret learns of it.
  expect((await deliver(origin, EVENT, `/hooks/${"z".repeat(43)}`)).status).toBe(404);
  expect(handled).toEqual([]);
});

it("handles an event that was parsed as JSON although its content type is that of a form", async () => {
  const { endpoint, handled } = setUp();
  const app = express();
  app.use(express.json({ type: () => true }));
  app.post("/hooks/:secret", endpoint);
  const origin = await listen(createServer(app));
  const headers = { "content-type": "application/x-www-form-urlencoded" };
  const { status } = await fetch(`${origin}/hooks/${SECRET}`, { method: "POST", headers, body: JSON.stringify(EVENT) });
  expect(status).toBe(200);
  expect(handled).toEqual([EVENT]);
});

it("responds 400 to a delivery without a body, also one that was read before", async () => {
  const { endpoint } = setUp();
  const origin = await listen(
    createServer((request, response) => request.resume().on("end", () => endpoint(request, response))),
  );
  expect((await fetch(`${origin}/hooks/${SECRET}`, { method: "POST" })).status).toBe(400);
});

it("passes the address of the connection, and Node's request", async () => {
  const onEvent = vi.fn();
  const origin = await listen(createServer(setUp({ onEvent }).endpoint));
  await deliver(origin);
  expect(onEvent.mock.calls[0]?.[1]).toMatchObject({ ip: "127.0.0.1", native: { request: { method: "POST" } } });
});

it("responds 408 to a body that hardly arrives, and keeps serving others", async () => {
  // Long enough for the other delivery on a busy machine.
  const { endpoint } = setUp({ timeout: 2_500 });
  const origin = await listen(createServer(endpoint));
  const slow = httpRequest(`${origin}/hooks/${SECRET}`, { method: "POST", headers: { "content-length": "1000" } });
  slow.on("error", () => {}).write("{");
  const response = new Promise<number | undefined>((resolve) => slow.on("response", (got) => resolve(got.statusCode)));
  expect((await deliver(origin)).status).toBe(200);
  expect(await response).toBe(408);
});

it("responds 413 to ten megabytes", async () => {
  const { endpoint, handled } = setUp();
  const origin = await listen(createServer(endpoint));
  const status = await deliver(origin, { ...EVENT, more: "x".repeat(10_000_000) }).then(
    (response) => response.status,
    // The server may close the connection before the whole body is sent.
    (error) => (error as Error).message,
  );
  expect([413, "fetch failed"]).toContain(status);
  expect(handled).toEqual([]);
});
