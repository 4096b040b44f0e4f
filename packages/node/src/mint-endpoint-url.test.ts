import { once } from "node:events";
import { connect as connectHttp2, createServer as createHttp2Server } from "node:http2";
import type { AddressInfo } from "node:net";
import { LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import express from "express";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { ORIGIN, post, raw, serve, useMintFixture } from "./testing/mint-fixture.ts";

const fixture = useMintFixture();
const { endpoint } = fixture;

describe("a request whose URL would have another path than the one that was routed", () => {
  const attack = async (lines: string): Promise<{ reply: string; paths: string[] }> => {
    const paths: string[] = [];
    const authorize = ({ url }: Request) => {
      paths.push(new URL(url).pathname);
      return { payerId: LOCAL_PAYER_ID };
    };
    const { handler } = endpoint({ authorize });
    const reply = await raw(
      await serve(handler),
      `${lines}\nOrigin: ${ORIGIN}\nContent-Length: 0\nConnection: close\n\n`,
    );
    return { reply, paths };
  };

  it.each([
    ["an empty Host", "POST /a/b/client-secret HTTP/1.1\nHost:"],
    ["an empty Host and an empty first segment", "POST //a/client-secret HTTP/1.1\nHost:"],
    ["a Host with a path", "POST /client-secret HTTP/1.1\nHost: x/a"],
    ["a Host with a query", "POST / HTTP/1.1\nHost: x?y"],
    ["a Host with a fragment", "POST / HTTP/1.1\nHost: x#y"],
    ["a Host with a backslash", "POST /client-secret HTTP/1.1\nHost: x\\a"],
    ["a Host with a user", "POST /client-secret HTTP/1.1\nHost: user@x"],
    ["a Host with a space", "POST /client-secret HTTP/1.1\nHost: x y"],
    ["two hosts in a Host", "POST /client-secret HTTP/1.1\nHost: x,y"],
    ["two Hosts", "POST /client-secret HTTP/1.1\nHost: x\nHost: y"],
    ["dot segments", "POST /a/../b/client-secret HTTP/1.1\nHost: x"],
    ["encoded dot segments", "POST /a/%2e%2E/b/client-secret HTTP/1.1\nHost: x"],
    ["a backslash", "POST /a\\client-secret HTTP/1.1\nHost: x"],
    ["a fragment", "POST /a#/client-secret HTTP/1.1\nHost: x"],
    ["an absolute target", "POST http://evil.example/client-secret HTTP/1.1\nHost: x"],
    ["an absolute target without a scheme of its own", "POST x:/client-secret HTTP/1.1\nHost: x"],
    ["an asterisk", "OPTIONS * HTTP/1.1\nHost: x"],
  ])("is refused: %s", async (_, lines) => {
    const { reply, paths } = await attack(lines);

    expect(reply).toMatch(/^HTTP\/1\.1 400 /);
    expect(paths).toEqual([]);
    expect(fixture.sandbox.control.seen()).toEqual([]);
  });

  it.each([
    ["a target with two slashes", "//evil.example/client-secret"],
    ["an encoded slash", "/a%2Fb/client-secret"],
    ["a query with a path in it", "/client-secret?next=/../x"],
  ])("is not %s, whose path stays", async (_, target) => {
    const { reply, paths } = await attack(`POST ${target} HTTP/1.1\nHost: shop.example:8080`);

    expect(reply).toMatch(/^HTTP\/1\.1 200 /);
    expect(paths).toEqual([target.split("?")[0]]);
  });
});

it("mints where a framework removes the whole path and leaves only the query", async () => {
  const { handler } = endpoint();
  const port = await serve((request, response) => {
    request.url = "?next=1";
    return handler(request, response);
  });
  const reply = await fetch(`http://127.0.0.1:${port}/mint?next=1`, { method: "POST", headers: { origin: ORIGIN } });
  expect(reply.status).toBe(200);
});

it("shows authorize the whole path of a mounted router, and leaves its request as it is", async () => {
  const paths: unknown[] = [];
  const { handler } = endpoint({
    authorize({ url }, { native }) {
      paths.push(new URL(url).pathname, native.request.url);
      return { payerId: LOCAL_PAYER_ID };
    },
  });
  const port = await serve((request, response) =>
    handler(Object.assign(request, { baseUrl: "/shop", url: "/mint" }), response),
  );
  expect((await post(port)).status).toBe(200);
  expect(paths).toEqual(["/shop/mint", "/mint"]);
});

it("refuses an absolute target that Express has routed to a mounted endpoint", async () => {
  const authorize = vi.fn(() => ({ payerId: LOCAL_PAYER_ID }));
  const app = express();
  app.use("/a", endpoint({ authorize }).handler);
  const head = `POST http://x/a HTTP/1.1\nHost: x\nOrigin: ${ORIGIN}\nContent-Length: 0\nConnection: close\n\n`;
  expect(await raw(await serve(app), head)).toMatch(/^HTTP\/1\.1 400 /);
  expect(authorize).not.toHaveBeenCalled();
});

it("mints for a proxy that speaks HTTP/1.0 and sends no Host", async () => {
  const head = `POST /mint HTTP/1.0\nOrigin: ${ORIGIN}\nContent-Length: 0\n\n`;
  expect(await raw(await serve(endpoint().handler), head)).toMatch(/^HTTP\/1\.1 200 /);
});

it("asks nobody about a client that has disconnected before the endpoint was called", async () => {
  const authorize = vi.fn(() => ({ payerId: LOCAL_PAYER_ID }));
  const { handler } = endpoint({ authorize });
  let handled: Promise<void> | undefined;
  const port = await serve((request, response) => {
    response.destroy();
    handled = handler(request, response);
  });
  await expect(post(port)).rejects.toThrow("fetch failed");
  await handled;
  expect(authorize).not.toHaveBeenCalled();
});

it("takes the host from :authority over HTTP/2", async () => {
  const urls: string[] = [];
  const authorize = ({ url }: Request) => {
    urls.push(url);
    return { payerId: LOCAL_PAYER_ID };
  };
  const server = createHttp2Server(endpoint({ authorize }).handler as never).listen(0, "127.0.0.1");
  onTestFinished(() => void server.close());
  await once(server, "listening");
  const session = connectHttp2(`http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  onTestFinished(() => session.destroy());

  const stream = session.request({ ":method": "POST", ":path": "/mint", ":authority": "shop.example", origin: ORIGIN });
  stream.end().resume();
  const [headers] = await once(stream, "response");

  expect(headers[":status"]).toBe(200);
  expect(urls).toEqual(["http://shop.example/mint"]);
});
