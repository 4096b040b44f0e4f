import { createServer as createHttpServer, type IncomingMessage } from "node:http";
import { createServer as createTcpServer } from "node:net";
import type { Operation } from "@plastiq-connect/core/adapter";
import { LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { describe, expect, it } from "vitest";
import { deferred, INPUT, listening, NOBODY, useLocal } from "./testing/local.ts";

const local = useLocal();

describe("the wire", () => {
  it("carries the end user's headers byte for byte, and a body of exact length", async () => {
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
    const client = local.client({ baseUrl: `http://127.0.0.1:${port}/api` });
    const endUser = { userAgent: "Mozilla/5.0 (caf\u00e9)  two spaces", deviceId: "d-1", ip: "2001:db8::1" };
    const secret = await client.clientSecrets.create(INPUT, { endUser });
    const [head = "", body = ""] = (await raw.promise).split("\r\n\r\n");
    expect(head).toMatch(/^POST \/api\/client-secrets HTTP\/1\.1\r\n/);
    expect(head).toContain("\r\nuser-agent: Mozilla/5.0 (caf\u00e9)  two spaces\r\n");
    expect(head).toMatch(/\r\nend-user-device-id: d-1(\r\n|$)/);
    expect(head).toMatch(/\r\nend-user-ip: 2001:db8::1(\r\n|$)/);
    expect(head.match(/user-agent/gi)).toHaveLength(1);
    // Responses are not decompressed.
    expect(head).toContain("\r\naccept-encoding: identity\r\n");
    expect(JSON.parse(body)).toEqual({ payer: { id: LOCAL_PAYER_ID }, type: "CARD" });
    expect(secret.traceId).toBe("t-1");
    expect(secret.reveal()).toBe("abc");
  });

  it("is kept alive: many calls in a row, not a connection each", async () => {
    const sockets = new Set<IncomingMessage["socket"]>();
    const { port } = await listening(
      createHttpServer((request, response) => {
        sockets.add(request.socket);
        request.resume().on("end", () => response.end('{"clientSecret":"abc"}'));
      }),
    );
    const client = local.client({ baseUrl: `http://127.0.0.1:${port}/api` });
    for (let call = 0; call < 10; call++) await client.clientSecrets.create(INPUT, NOBODY);
    // undici frees a connection a moment after the response, so that the next call may open a second one.
    expect(sockets.size).toBeLessThanOrEqual(2);
  });

  it("carries the whole path of an operation of one's own, with its query, as a URL writes it", async () => {
    const { port } = await listening(
      createHttpServer((request, response) => {
        request.resume().on("end", () => response.end(request.url));
      }),
    );
    const client = local.client({ baseUrl: `http://127.0.0.1:${port}/api` });
    const list: Operation<string, string> = {
      name: "list",
      replay: "safe",
      encode: (name) => ({ method: "GET", path: `/payers?name=${name}`, headers: {}, body: undefined, secrets: [] }),
      decode: ({ body }) => body,
    };
    expect(await client.call(list, "Zo\u00eb B", NOBODY)).toBe("/api/payers?name=Zo%C3%AB%20B");
    expect(await client.call(list, "x", NOBODY)).toBe("/api/payers?name=x");
  });

  it("reads several headers of one name, and a response in many pieces", async () => {
    const { port } = await listening(
      createHttpServer((request, response) => {
        request.resume();
        response.setHeader("X-Several", ["one", "two"]);
        const text = JSON.stringify({ clientSecret: "abc", padding: "\u00e9".repeat(100_000) });
        for (let at = 0; at < text.length; at += 10_000) response.write(text.slice(at, at + 10_000));
        response.end();
      }),
    );
    const client = local.client({ baseUrl: `http://127.0.0.1:${port}/api` });
    const { data, response } = await client.clientSecrets.create(INPUT, NOBODY).withResponse();
    expect(data.reveal()).toBe("abc");
    expect(response.headers["x-several"]).toBe("one, two");
  });
});
