import { LOCAL_API_KEY } from "@plastiq-connect/sandbox";
import { afterEach, describe, expect, it, vi } from "vitest";
import { ask, expectProblem, ORIGIN } from "../testing/ask-endpoint.ts";
import { CANARY } from "../testing/expect-invalid.ts";
import { failureOf, fixture, PAYER } from "../testing/fixture.ts";
import { refuseUnhandledRejections } from "../testing/unhandled.ts";

refuseUnhandledRejections();
afterEach(() => vi.restoreAllMocks());

describe("a page of an allowed origin", () => {
  it("gets a secret for the signed-in user's payer only", async () => {
    const startedAt = performance.now();
    const { response, body, upstream, events, errors } = await ask();
    expect(response.status).toBe(200);
    expect(Object.keys(body)).toEqual(["clientSecret", "expiresAt", "expiresIn", "traceId"]);
    expect(body.expiresIn).toBeGreaterThan(55_000);
    expect(body.expiresIn).toBeLessThanOrEqual(60_000);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "content-type": "application/json",
      "cache-control": "no-store",
      vary: "Origin, Access-Control-Request-Method, Access-Control-Request-Headers",
      "trace-id": body.traceId,
      "access-control-allow-origin": ORIGIN,
      "access-control-allow-credentials": "true",
    });
    expect(upstream.control.seen()).toMatchObject([
      {
        traceId: body.traceId,
        headers: { "user-agent": "Mozilla/5.0", "end-user-ip": "192.0.2.1" },
        body: { payer: PAYER },
      },
    ]);
    expect(events).toMatchObject([
      { payerId: PAYER.id, traceId: body.traceId, outcome: "minted", duration: expect.any(Number) },
    ]);
    // A part of the time that the test has seen go by.
    expect(events[0]?.duration).toBeLessThanOrEqual(performance.now() - startedAt);
    expect(JSON.stringify(events)).not.toContain(body.clientSecret);
    expect(errors).toEqual([]);
  });

  it("is described by the proxies that are trusted", async () => {
    const { upstream } = await ask({ trustedHops: 1 });
    expect(upstream.control.seen()).toMatchObject([{ headers: { "end-user-ip": "192.0.2.66" } }]);
  });

  it("may send a preflight, and learns what it may send", async () => {
    const { response, body, upstream } = await ask({ allowedHeaders: ["x-csrf-token"] }, { method: "OPTIONS" });
    expect([response.status, body]).toEqual([204, ""]);
    expect(Object.fromEntries(response.headers)).toMatchObject({
      "access-control-allow-origin": ORIGIN,
      "access-control-allow-methods": "POST",
      "access-control-allow-headers": "authorization, content-type, end-user-device-id, x-csrf-token",
    });
    expect(upstream.control.seen()).toEqual([]);
  });
});

describe("refused before anybody is asked who is signed in:", () => {
  it.each([
    { name: "another method", init: { method: "GET" }, status: 405, problem: "method-not-allowed" },
    {
      name: "another origin",
      init: { headers: { origin: "https://evil.example" } },
      status: 403,
      problem: "origin-refused",
    },
    {
      name: "an origin that looks alike",
      init: { headers: { origin: `${ORIGIN}.evil.example` } },
      status: 403,
      problem: "origin-refused",
    },
    { name: "another port", init: { headers: { origin: `${ORIGIN}:8443` } }, status: 403, problem: "origin-refused" },
    { name: "the origin null", init: { headers: { origin: "null" } }, status: 403, problem: "origin-refused" },
    { name: "no origin", init: { headers: { origin: "" } }, status: 403, problem: "origin-refused" },
    {
      name: "a preflight of another origin",
      init: { method: "OPTIONS", headers: { origin: "https://evil.example" } },
      status: 403,
      problem: "origin-refused",
    },
    {
      name: "a navigation",
      init: { headers: { "sec-fetch-mode": "navigate" } },
      status: 403,
      problem: "origin-refused",
    },
    {
      name: "the address bar",
      init: { headers: { "sec-fetch-site": "none" } },
      status: 403,
      problem: "origin-refused",
    },
    { name: "a large body", init: { headers: { "content-length": "1025" } }, status: 413, problem: "body-too-large" },
    {
      name: "a body of unknown length",
      init: { headers: { "content-length": "many" } },
      status: 413,
      problem: "body-too-large",
    },
  ])("$name", async ({ init, status, problem }) => {
    const authorize = vi.fn(() => ({ payerId: PAYER.id }));
    const asked = await ask({ authorize }, init);
    expectProblem(asked, status, problem);
    expect(authorize).not.toHaveBeenCalled();
    expect(asked.upstream.control.seen()).toEqual([]);
    if (status === 403) expect(asked.response.headers.has("access-control-allow-origin")).toBe(false);
  });
});

describe("authorize", () => {
  it.each([
    ["unauthenticated", 401],
    ["forbidden", 403],
  ] as const)("may return %s", async (refused, status) => {
    const asked = await ask({ authorize: async () => ({ refused }) });
    expectProblem(asked, status, refused);
    expect(asked.upstream.control.seen()).toEqual([]);
    expect(asked.errors).toEqual([]);
  });

  it.each([
    [
      "throws",
      () => {
        throw new Error(CANARY);
      },
    ],
    ["gives nothing", () => undefined],
    ["gives no payer", () => ({})],
    ["gives a payer of another type", () => ({ payerId: 7 })],
    ["refuses with an unknown word", () => ({ refused: CANARY })],
    ["refuses with no word", () => ({ refused: true })],
    ["gives what is not a UUID", () => ({ payerId: CANARY })],
  ])("is reported when it %s, and nothing is minted", async (_, authorize) => {
    const asked = await ask({ authorize: authorize as never });
    expectProblem(asked, 500, "internal-error");
    expect(asked.errors).toMatchObject([{ error: expect.any(Error), traceId: asked.body.traceId }]);
    expect(asked.upstream.control.seen()).toEqual([]);
  });
});

describe("the rate limit", () => {
  it("is called with the payer, and may allow the mint", async () => {
    const rateLimit = vi.fn(async () => ({ allowed: true }) as const);
    expect((await ask({ rateLimit })).response.status).toBe(200);
    expect(rateLimit.mock.calls).toMatchObject([[PAYER.id, { native: "native", endUser: { ip: "192.0.2.1" } }]]);
  });

  it.each([
    [undefined, null],
    [1, "1"],
    [1_500, "2"],
  ])("may refuse for %s ms", async (retryAfter, seconds) => {
    const verdict = { allowed: false, ...(retryAfter === undefined ? {} : { retryAfter }) } as const;
    const asked = await ask({ rateLimit: async () => verdict });
    expectProblem(asked, 429, "rate-limited");
    expect(asked.response.headers.get("retry-after")).toBe(seconds);
    expect(asked.events).toMatchObject([{ outcome: "limited" }]);
    expect(asked.upstream.control.seen()).toEqual([]);
  });

  it("refuses everybody when it fails", async () => {
    const asked = await ask({ rateLimit: () => Promise.reject(new Error(CANARY)) });
    expectProblem(asked, 503, "limiter-unavailable");
    expect(asked.events).toMatchObject([{ outcome: "internal_error" }]);
    expect(asked.errors).toHaveLength(1);
    expect(asked.upstream.control.seen()).toEqual([]);
  });
});

describe("when minting fails", () => {
  it.each([
    {
      name: "the vendor refuses the key",
      options: { apiKey: "wrong-key" },
      status: 502,
      problem: "upstream-refused",
      outcome: "unauthorized",
    },
    {
      name: "the key cannot be had",
      options: { apiKey: () => "" },
      status: 500,
      problem: "internal-error",
      outcome: "configuration_invalid",
    },
    {
      name: "the vendor is too slow",
      options: { fetch: () => new Promise<never>(() => {}), deadline: 20 },
      status: 504,
      problem: "upstream-timed-out",
      outcome: "timed_out",
    },
  ])("because $name, the page learns no more than that", async ({ options, status, problem, outcome }) => {
    const asked = await ask({}, {}, fixture({ retries: 0, ...options }));
    expectProblem(asked, status, problem);
    expect(asked.events).toMatchObject([{ outcome }]);
    expect(asked.errors).toMatchObject([{ error: { code: outcome }, traceId: asked.body.traceId }]);
    expect(JSON.stringify(asked.body)).not.toContain(LOCAL_API_KEY);
  });

  it("reports nothing when the end user went away", async () => {
    const asked = await ask({}, { signal: AbortSignal.abort() });
    expectProblem(asked, 499, "client-closed-request");
    expect(asked.events).toMatchObject([{ outcome: "aborted" }]);
    expect(asked.errors).toEqual([]);
  });
});

describe("the user's own functions", () => {
  it.each([
    [
      "throws",
      () => {
        throw new Error("oops");
      },
    ],
    ["rejects", () => Promise.reject(new Error("oops"))],
  ])("onMint that %s is reported, and the secret is handed over", async (_, onMint) => {
    const { response, errors } = await ask({ onMint });
    expect(response.status).toBe(200);
    expect(errors).toMatchObject([{ error: new Error("oops") }]);
  });

  it("reports an onError that throws to console.error, with its argument", async () => {
    const report = vi.spyOn(console, "error").mockImplementation(() => {});
    const broken = () => {
      throw new Error("oops");
    };
    expectProblem(await ask({ authorize: broken, onError: broken }), 500, "internal-error");
    expect(report).toHaveBeenCalledTimes(1);
    expectProblem(await ask({ authorize: broken, onError: undefined }), 500, "internal-error");
    expect(report).toHaveBeenCalledTimes(2);
  });
});

describe("options that cannot be", () => {
  it.each([
    ["no origin", { allowedOrigins: [] }],
    ["any origin", { allowedOrigins: ["*"] }],
    ["any subdomain", { allowedOrigins: ["https://*.shop.example"] }],
    ["any port", { allowedOrigins: ["http://localhost:*"] }],
    ["the origin null", { allowedOrigins: ["null"] }],
    ["one that is not an origin, among others", { allowedOrigins: [ORIGIN, "*"] }],
    ["an origin that is not text", { allowedOrigins: [7 as never] }],
    ["an origin that is not a URL", { allowedOrigins: ["https://["] }],
    ["an origin with a path", { allowedOrigins: [`${ORIGIN}/`] }],
    ["an application's origin with a path", { allowedOrigins: ["capacitor://localhost/"] }],
    ["an application's scheme alone", { allowedOrigins: ["capacitor://"] }],
    ["any origin of a scheme", { allowedOrigins: ["capacitor://*"] }],
    ["an origin in capitals", { allowedOrigins: ["Capacitor://localhost"] }],
    ["files", { allowedOrigins: ["file://localhost"] }],
    ["an origin with a user", { allowedOrigins: ["capacitor://user@localhost"] }],
    ["no options", { allowedOrigins: null as never }],
    ["origins that are not a list", { allowedOrigins: ORIGIN as never }],
    ["no authorize", { authorize: undefined as never }],
    ["half a hop", { trustedHops: 0.5 }],
  ])("are refused at once: %s", async (_, options) => {
    expect(await failureOf(ask(options))).toMatchObject({ code: "configuration_invalid", outcome: "not-sent" });
  });
});

it.each([
  "capacitor://localhost",
  "ionic://localhost",
  "tauri://localhost",
  "app://obsidian.md",
  "chrome-extension://mfbcdbfmhogpaalpgpaaodhkkkbhbeej",
  "http://localhost:5173",
])("lets the pages of an application at %s mint", async (origin) => {
  const { response } = await ask({ allowedOrigins: [ORIGIN, origin] }, { headers: { origin } });

  expect([response.status, response.headers.get("access-control-allow-origin")]).toEqual([200, origin]);
});
