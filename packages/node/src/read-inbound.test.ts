import { createServer, request } from "node:http";
import { endUserFrom } from "@plastiq-connect/core";
import { expect, it } from "vitest";
import { readInbound } from "./read-inbound.ts";

/** Returns `endUserFrom(readInbound(...))` for a request that arrived over a socket. */
async function arrive(headers: Record<string, string | string[]>, trustedHops = 0) {
  const server = createServer((inbound, response) => {
    response.end(JSON.stringify(endUserFrom(readInbound(inbound), { trustedHops })));
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const address = server.address();
  if (!address || typeof address === "string") throw new Error("The server has no port.");
  try {
    return await new Promise<unknown>((resolve, reject) => {
      const outbound = request({ host: "127.0.0.1", port: address.port, headers }, (response) => {
        let text = "";
        response.setEncoding("utf8").on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("end", () => resolve(JSON.parse(text)));
      });
      outbound.on("error", reject).end();
    });
  } finally {
    server.close();
  }
}

it("reads the end user's headers and the address of the socket", async () => {
  const headers = { "User-Agent": "Browser/1.0 (caf\u00e9)", "End-User-Device-Id": "device-1" };
  expect(await arrive(headers)).toEqual({
    userAgent: "Browser/1.0 (caf\u00e9)",
    deviceId: "device-1",
    ip: "127.0.0.1",
  });
});

it("reads several X-Forwarded-For headers as one list, in their order", async () => {
  const headers = { "X-Forwarded-For": ["6.6.6.6, 203.0.113.7", "10.0.0.1"] };
  expect(await arrive(headers, 2)).toEqual({ ip: "203.0.113.7" });
  expect(await arrive(headers, 1)).toEqual({ ip: "10.0.0.1" });
  expect(await arrive(headers, 4)).toEqual({});
});

it.each([
  ["a standard request", new Request("https://shop.example")],
  ["nothing", undefined],
])("names inboundOf when it gets %s", (_, request) => {
  expect(() => readInbound(request as never)).toThrow(
    "readInbound must get Node's request. For a standard Request, use inboundOf(request, peer).",
  );
});
