import { runInNewContext } from "node:vm";
import { LOCAL_API_KEY } from "@plastiq-connect/sandbox";
import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import { inboundOf } from "../end-user/inbound.ts";
import { ConnectError } from "../error.ts";
import { createCaller } from "../http/caller/create-caller.ts";
import { ask, expectProblem, ORIGIN } from "../testing/ask-endpoint.ts";
import { CANARY } from "../testing/expect-invalid.ts";
import { failureOf, fetchOf, fixture, PAYER } from "../testing/fixture.ts";
import { refuseUnhandledRejections } from "../testing/unhandled.ts";
import { settleDown } from "../testing/virtual-clock.ts";
import { createMintEndpoint } from "./index.ts";

refuseUnhandledRejections();
afterEach(() => vi.restoreAllMocks());

const never = (): Promise<never> => new Promise(() => {});

describe("a function that never settles", () => {
  it("hangs nobody: authorize", async () => {
    const asked = await ask({ authorize: never, timeout: 20 });
    expectProblem(asked, 500, "internal-error");
    expect(asked.errors).toMatchObject([{ error: { code: "timed_out" } }]);
    expect(asked.upstream.control.seen()).toEqual([]);
  });

  it("hangs nobody: rateLimit", async () => {
    const asked = await ask({ rateLimit: never, timeout: 20 });
    expectProblem(asked, 503, "limiter-unavailable");
    expect(asked.events).toMatchObject([{ outcome: "internal_error" }]);
    expect(asked.upstream.control.seen()).toEqual([]);
  });

  it.each(["authorize", "rateLimit"] as const)("may fail after the timeout: %s", async (name) => {
    let fail = (_: Error): void => {};
    const late = new Promise<never>((_, reject) => {
      fail = reject;
    });
    const asked = await ask({ [name]: () => late, timeout: 20 });
    expect(asked.response.status).toBeGreaterThanOrEqual(500);
    fail(new Error(CANARY));
    await settleDown();
    expect(asked.errors).toMatchObject([{ error: { code: "timed_out" } }]);
  });

  it.each(["onMint", "onError"] as const)("is not waited for: %s", async (hook) => {
    expect((await ask({ [hook]: never })).response.status).toBe(200);
    expect((await ask({ [hook]: never, authorize: () => Promise.reject(new Error("oops")) })).response.status).toBe(
      500,
    );
  });
});

it("leaves no timer behind, which would keep a process alive", async () => {
  vi.useFakeTimers({ toFake: ["setTimeout", "clearTimeout"] });
  onTestFinished(() => void vi.useRealTimers());
  const asked = await ask({
    authorize: async () => ({ payerId: PAYER.id }),
    rateLimit: async () => ({ allowed: true }),
  });
  expect(asked.response.status).toBe(200);
  expect(vi.getTimerCount()).toBe(0);
});

it("reports nothing where no onMint is set", async () => {
  const { response, errors } = await ask({ onMint: undefined });
  expect([response.status, errors]).toEqual([200, []]);
});

describe("what authorize returns", () => {
  it.each([undefined, null, CANARY, 7, [], {}, { payerId: 7 }, { payerId: PAYER.id, refused: undefined }])(
    "is named, and never quoted, when it is not clear: %o",
    async (authorization) => {
      const asked = await ask({ authorize: async () => authorization as never });
      expectProblem(asked, 500, "internal-error");
      expect(asked.errors).toMatchObject([
        { error: { code: "configuration_invalid", message: expect.stringContaining("authorize must") } },
      ]);
      expect(JSON.stringify(asked.errors)).not.toContain(CANARY);
      expect(asked.upstream.control.seen()).toEqual([]);
    },
  );

  it("is waited for no longer than the timeout when it is a promise of another realm", async () => {
    const asked = await ask({ authorize: () => runInNewContext("new Promise(() => {})"), timeout: 20 });
    expectProblem(asked, 500, "internal-error");
    expect(asked.errors).toMatchObject([{ error: { code: "timed_out" } }]);
  });

  it("may have a field named then", async () => {
    const row = Object.entries({ payerId: PAYER.id }).concat([["then", "7"]]);
    expect((await ask({ authorize: () => Object.fromEntries(row) as never })).response.status).toBe(200);
  });
});

describe("when the end user goes away meanwhile, nothing is minted", () => {
  it.each([
    ["authorize", []],
    ["rateLimit", ["aborted"]],
  ])("during %s", async (name, outcomes) => {
    const gone = new AbortController();
    const asking = ask({ [name]: never }, { signal: gone.signal });
    await settleDown();
    gone.abort(new Error(CANARY));
    const asked = await asking;
    expectProblem(asked, 499, "client-closed-request");
    expect(asked.events.map(({ outcome }) => outcome)).toEqual(outcomes);
    expect(asked.errors).toEqual([]);
    expect(asked.upstream.control.seen()).toEqual([]);
  });
});

describe("the client", () => {
  it("may be created for each request", async () => {
    const { sandbox, control } = fixture();
    const client = vi.fn(() => createCaller({ apiKey: LOCAL_API_KEY, fetch: fetchOf(sandbox) }));
    expect((await ask({ client })).response.status).toBe(200);
    expect(client.mock.calls).toEqual([["native"]]);
    expect(control.seen()).toHaveLength(1);
  });

  it.each([
    [
      "an invalid configuration",
      new ConnectError({ code: "configuration_invalid", outcome: "not-sent", message: CANARY }),
    ],
    ["any other error", new TypeError(CANARY)],
  ])("responds with 500 to %s in the function", async (_, error) => {
    const client = (): never => {
      throw error;
    };
    const asked = await ask({ client });
    expectProblem(asked, 500, "internal-error");
    expect(asked.errors).toMatchObject([{ error }]);
  });

  it.each([
    ["a promise of one", async () => fixture().client],
    ["nothing", () => undefined],
    ["an object without call", () => ({})],
  ])("is named when the function returns %s", async (_, client) => {
    const asked = await ask({ client: client as never });
    expectProblem(asked, 500, "internal-error");
    expect(asked.errors).toMatchObject([
      { error: { code: "configuration_invalid", message: expect.stringContaining("client must") } },
    ]);
  });

  it.each([undefined, null, {}, "client", 7])("is refused at setup when it is %o", async (client) => {
    expect(await failureOf(ask({ client: client as never }))).toMatchObject({
      code: "configuration_invalid",
      message: expect.stringContaining("client must"),
    });
  });

  it.each(["__proto__", "constructor", "toString"])("leads nowhere when it fails with the code %s", async (code) => {
    const client = (): never => {
      throw new ConnectError({ code: code as never, outcome: "unknown", message: CANARY });
    };
    expectProblem(await ask({ client }), 502, "upstream-refused");
  });
});

describe("what fails beside the request", () => {
  it("reports an onError that rejects on console.error, and leaves no rejection", async () => {
    const report = vi.spyOn(console, "error").mockImplementation(() => {});
    const onError = (): Promise<never> => Promise.reject(new Error("oops"));
    expectProblem(await ask({ authorize: () => Promise.reject(new Error(CANARY)), onError }), 500, "internal-error");
    expect(report.mock.calls).toMatchObject([[expect.stringMatching(/trace id/), new Error("oops")]]);
  });

  it("leaves no rejection when the console cannot print an error", async () => {
    vi.spyOn(console, "error").mockImplementation(() => {
      throw new Error("It cannot be printed.");
    });
    const fail = (): never => {
      throw new Error("oops");
    };
    expectProblem(await ask({ authorize: fail, onError: fail }), 500, "internal-error");
    expectProblem(await ask({ authorize: fail, onError: undefined }), 500, "internal-error");
    expect((await ask({ onMint: fail, onError: fail })).response.status).toBe(200);
  });

  it("is kept alive where the runtime supports it, and a waitUntil that throws has no effect", async () => {
    const report = vi.spyOn(console, "error").mockImplementation(() => {});
    const { client } = fixture();
    const told: string[] = [];
    const endpoint = createMintEndpoint({
      client,
      authorize: () => ({ payerId: PAYER.id }),
      allowedOrigins: [ORIGIN],
      onMint: async ({ outcome }) => void told.push(outcome),
    });
    const kept: Promise<unknown>[] = [];
    const ask = async (waitUntil: (work: Promise<unknown>) => void): Promise<number> => {
      const request = new Request(ORIGIN, { method: "POST", headers: { origin: ORIGIN } });
      return (await endpoint(request, { inbound: inboundOf(request), native: undefined, waitUntil })).status;
    };
    expect(await ask((work) => void kept.push(work))).toBe(200);
    await Promise.all(kept);
    expect([kept.length, told]).toEqual([1, ["minted"]]);
    const broken = (): never => {
      throw new TypeError("Illegal invocation");
    };
    expect(await ask(broken)).toBe(200);
    expect(report).toHaveBeenCalledTimes(1);
  });

  it("has no effect, even with a broken waitUntil, an onError that rejects and a failed authorize at once", async () => {
    const report = vi.spyOn(console, "error").mockImplementation(() => {});
    const { client } = fixture();
    const endpoint = createMintEndpoint({
      client,
      authorize: () => Promise.reject(new Error(CANARY)),
      allowedOrigins: [ORIGIN],
      onError: () => Promise.reject(new Error("oops")),
    });
    const request = new Request(ORIGIN, { method: "POST", headers: { origin: ORIGIN } });
    const waitUntil = (): never => {
      throw new TypeError("Illegal invocation");
    };
    const response = await endpoint(request, { inbound: inboundOf(request), native: undefined, waitUntil });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain(CANARY);
    await vi.waitFor(() => expect(report).toHaveBeenCalledTimes(2), 20_000);
    expect(report.mock.calls.map(([, error]) => String(error)).sort()).toEqual([
      "Error: oops",
      "TypeError: Illegal invocation",
    ]);
  });

  it("reports an adapter that throws, and responds to everybody", async () => {
    const errors: unknown[] = [];
    const { client } = fixture();
    const authorize = () => ({ payerId: PAYER.id });
    const onError = (error: unknown): void => void errors.push(error);
    const endpoint = createMintEndpoint({ client, authorize, allowedOrigins: [ORIGIN], onError });
    const request = new Request(ORIGIN, { method: "POST", headers: { origin: ORIGIN } });
    const header = (): never => {
      throw new Error(CANARY);
    };
    const response = await endpoint(request, { inbound: { header, peer: undefined }, native: undefined });
    expect(response.status).toBe(500);
    expect(await response.text()).not.toContain(CANARY);
    expect(errors).toEqual([new Error(CANARY)]);
  });
});

describe("options that cannot be are refused at once:", () => {
  it.each([
    ["a header with a line break", { allowedHeaders: ["x-a\r\nset-cookie: a=b"] }],
    ["two headers in one", { allowedHeaders: ["x-a, x-b"] }],
    ["any header", { allowedHeaders: ["*"] }],
    ["a header that is not text", { allowedHeaders: [7 as never] }],
    ["a header that is not in a list", { allowedHeaders: "x-csrf-token" as never }],
    ["a list of headers that is null", { allowedHeaders: null as never }],
    ["no time", { timeout: 0 }],
    ["a time that is none", { timeout: Number.NaN }],
    ["more time than a timer has", { timeout: 2 ** 31 }],
  ])("%s", async (_, options) => {
    expect(await failureOf(ask(options))).toMatchObject({ code: "configuration_invalid", outcome: "not-sent" });
  });
});
