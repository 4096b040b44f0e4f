import { createServer } from "node:http";
import { gzipSync } from "node:zlib";
import { describe, expect, it } from "vitest";
import { createClient } from "../../client.ts";
import { failureOf, NOBODY, PAYER } from "../../testing/fixture.ts";
import type { Fetch, FetchResponse } from "./fetch.ts";

const MINTED = '{"clientSecret":"a-secret-that-is-minted"}';

async function served(headers: Record<string, string | number>, body: Buffer, use: (baseUrl: string) => Promise<void>) {
  const server = createServer((request, response) => {
    request.resume().on("end", () => response.writeHead(200, headers).end(body));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  try {
    await use(`http://127.0.0.1:${typeof address === "object" ? address?.port : ""}/api`);
  } finally {
    server.closeAllConnections();
    server.close();
  }
}

const mint = (fetch: Fetch | undefined, options: { baseUrl?: string; timeout?: number } = {}) =>
  createClient({ apiKey: "test-key-of-core", fetch, retries: 0, ...options }).clientSecrets.create(
    { payer: PAYER },
    NOBODY,
  );

describe("a response that declares a short length", () => {
  it("is refused when it decompresses to more than the limit", async () => {
    const zipped = gzipSync(Buffer.alloc(5_000_000, " "));
    await served({ "content-encoding": "gzip", "content-length": zipped.length }, zipped, async (baseUrl) => {
      expect(await failureOf(mint(undefined, { baseUrl }))).toMatchObject({ code: "response_unreadable" });
    });
  });

  it("is read when it is compressed", async () => {
    const zipped = gzipSync(MINTED);
    await served({ "content-encoding": "gzip", "content-length": zipped.length }, zipped, async (baseUrl) => {
      expect((await mint(undefined, { baseUrl })).reveal()).toBe("a-secret-that-is-minted");
    });
  });

  it("fails by the timeout when its text never comes and the fetch ignores its signal", async () => {
    const response = { ...responseOf({ "content-length": "40" }), text: () => new Promise<string>(() => {}) };
    expect(await failureOf(mint(async () => response, { timeout: 50 }))).toMatchObject({ code: "timed_out" });
  });

  it("is read as a stream when a browser may hide how it is encoded", async () => {
    const response = Object.assign(responseOf({ "content-length": String(MINTED.length) }), {
      type: "cors",
      body: new Response(MINTED).body,
      text: async () => "not read",
    });
    expect((await mint(async () => response as FetchResponse)).reveal()).toBe("a-secret-that-is-minted");
  });

  it("is read without its stream, and not changed", async () => {
    const response = Object.freeze({
      ...responseOf({ "content-length": String(MINTED.length) }),
      text: async () => MINTED,
      get body(): never {
        throw new Error("The stream was created.");
      },
    });
    expect((await mint(async () => response)).reveal()).toBe("a-secret-that-is-minted");
  });

  it("shows its headers as plain properties, without secrets", async () => {
    const headers = { "content-length": String(MINTED.length), etag: "test-key-of-core", "X-Else": "7" };
    const call = mint(async () => ({ ...responseOf(headers), text: async () => MINTED }));
    const { response } = await call.withResponse();
    expect(Object.getOwnPropertyDescriptor(response, "headers")).toMatchObject({
      value: { etag: "[redacted]", "x-else": "7" },
    });
  });
});

function responseOf(headers: Record<string, string>): FetchResponse {
  return { status: 200, headers: new Headers(headers), body: null };
}
