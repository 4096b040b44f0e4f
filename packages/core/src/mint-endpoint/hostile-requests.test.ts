import { describe, expect, it, vi } from "vitest";
import { inboundOf } from "../end-user/inbound.ts";
import { ask, expectProblem, ORIGIN } from "../testing/ask-endpoint.ts";
import { fixture, PAYER } from "../testing/fixture.ts";
import { createMintEndpoint } from "./index.ts";

const VARY = "Origin, Access-Control-Request-Method, Access-Control-Request-Headers";

describe("no other origin passes for an allowed one:", () => {
  it.each([
    "HTTPS://shop.example",
    "https://SHOP.example",
    "http://shop.example",
    "https://shop.example.",
    "https://shop.example:443",
    "https://shop.example/",
    "https://shop.example?",
    "https://shop.example#",
    "https://user@shop.example",
    "https://shop.example@evil.example",
    "https://shop.example.evil.example",
    "https://evil.example/https://shop.example",
    "https://evilshop.example",
    "https://sub.shop.example",
    "//shop.example",
    "shop.example",
    "https://shop.example, https://shop.example",
    "https://shop.example, https://evil.example",
    "https://evil.example, https://shop.example",
    "https://shop.example https://evil.example",
    "null",
    "undefined",
    "*",
    "__proto__",
    "constructor",
  ])("%s", async (origin) => {
    const asked = await ask({}, { headers: { origin } });
    expectProblem(asked, 403, "origin-refused");
    expect(asked.response.headers.has("access-control-allow-origin")).toBe(false);
    expect(asked.upstream.control.seen()).toEqual([]);
  });

  it("counts two Origin headers as none, even when both are allowed", async () => {
    const headers = new Headers([
      ["origin", ORIGIN],
      ["origin", ORIGIN],
    ]);
    const asked = await ask({}, { headers: Object.fromEntries(headers) });
    expectProblem(asked, 403, "origin-refused");
  });
});

describe("what the browser says of the request is believed when it speaks against it:", () => {
  it.each([
    ["sec-fetch-site", "none"],
    ["sec-fetch-site", ""],
    ["sec-fetch-site", "Same-Origin"],
    ["sec-fetch-site", "same-origin, cross-site"],
    ["sec-fetch-site", "made-up"],
    ["sec-fetch-mode", "navigate"],
    ["sec-fetch-mode", "no-cors"],
    ["sec-fetch-mode", "websocket"],
    ["sec-fetch-mode", ""],
    ["sec-fetch-mode", "cors, cors"],
  ])("%s: %s", async (name, value) => {
    const asked = await ask({}, { headers: { [name]: value } });
    expectProblem(asked, 403, "origin-refused");
    expect(asked.upstream.control.seen()).toEqual([]);
  });

  it.each(["same-origin", "same-site", "cross-site"])("accepts %s: a page's own script", async (site) => {
    const headers = { "sec-fetch-site": site, "sec-fetch-mode": "cors", "sec-fetch-dest": "empty" };
    expect((await ask({}, { headers })).response.status).toBe(200);
  });
});

describe("the length of a body is a number of at most 1024, or it is refused:", () => {
  it.each(["", "abc", "-1", "+5", "1e3", "1_0", "0x10", "0b1", "1.0", "5, 5", "1024 5", "Infinity", "NaN", "1025"])(
    "%s",
    async (length) => {
      const asked = await ask({}, { headers: { "content-length": length } });
      expectProblem(asked, 413, "body-too-large");
      expect(asked.upstream.control.seen()).toEqual([]);
    },
  );

  it.each(["0", "1024", "007"])("%s passes", async (length) => {
    expect((await ask({}, { headers: { "content-length": length } })).response.status).toBe(200);
  });

  it("and the body is not touched", async () => {
    const body = JSON.stringify({ payer: { id: "b3d7a1c2-58e4-4f09-8b6d-2c9e4a7f1053" } });
    const request = new Request(`${ORIGIN}/mint?payer=other`, { method: "POST", body, headers: { origin: ORIGIN } });
    const { client, control } = fixture();
    const endpoint = createMintEndpoint({
      client,
      authorize: () => ({ payerId: PAYER.id }),
      allowedOrigins: [ORIGIN],
    });
    expect((await endpoint(request, { inbound: inboundOf(request), native: undefined })).status).toBe(200);
    expect(request.bodyUsed).toBe(false);
    expect(control.seen()).toMatchObject([{ body: { payer: PAYER } }]);
  });
});

describe("the method is POST, in capitals:", () => {
  // The standard Request writes some names in capitals itself; a server's own need not.
  it.each(["GET", "HEAD", "PUT", "PATCH", "DELETE", "post", "Post", "POST ", "options", "TRACE", "QUERY", ""])(
    "refuses %s",
    async (method) => {
      const { client, control } = fixture();
      const authorize = vi.fn(() => ({ payerId: PAYER.id }));
      const endpoint = createMintEndpoint({ client, authorize, allowedOrigins: [ORIGIN] });
      const { headers, signal } = new Request(ORIGIN, { headers: { origin: ORIGIN } });
      const request = { method, headers, signal } as Request;
      const response = await endpoint(request, { inbound: inboundOf(request), native: undefined });
      expect(response.status).toBe(405);
      expect(response.headers.get("allow")).toBe("POST, OPTIONS");
      expect(authorize).not.toHaveBeenCalled();
      expect(control.seen()).toEqual([]);
    },
  );
});

describe("every response", () => {
  it.each([
    [200, {}],
    [204, { method: "OPTIONS" }],
    [403, { headers: { origin: "https://evil.example" } }],
    [403, { method: "OPTIONS", headers: { origin: "https://evil.example" } }],
    [405, { method: "GET" }],
    [413, { headers: { "content-length": "9999" } }],
  ])("has Vary, no-store and nosniff headers at %i", async (status, init) => {
    const { response } = await ask({}, init);
    expect(response.status).toBe(status);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      vary: VARY,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
      "trace-id": expect.stringMatching(/^[\da-f-]{36}$/),
    });
  });

  it("has a trace id of its own, whatever the request says", async () => {
    const traceId = "0b0f7a4e-3c52-4d8e-9a61-6f2b8c1d7e90";
    const { body, upstream } = await ask({}, { headers: { "trace-id": traceId } });
    expect(body.traceId).not.toBe(traceId);
    expect(upstream.control.seen({ traceId })).toEqual([]);
  });
});

it.each([
  "",
  "a b",
  "user@shop.example",
  "shop.example/elsewhere",
  "shop.example?x=",
  "a\\b",
  "[::1",
  "a:port",
  "a:65536",
  "a,b",
  "999.1.1.1",
  "[:.:]",
])("refuses a request whose Host is %j: runtimes make the URL of it", async (host) => {
  expectProblem(await ask({}, { headers: { host } }), 400, "host-invalid");
});

it.each(["shop.example", "shop.example:8080", "shop.example:65535", "127.0.0.1:3000", "[::1]:3000", "my_service"])(
  "takes a request whose Host is %s",
  async (host) => {
    expect((await ask({}, { headers: { host } })).response.status).toBe(200);
  },
);
