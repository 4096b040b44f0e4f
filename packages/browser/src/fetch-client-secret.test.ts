import { ConnectError } from "@plastiq-connect/core";
import { afterEach, expect, it, vi } from "vitest";
import { type FetchClientSecretOptions, fetchClientSecret } from "./index.ts";
import { errorOf } from "./testing/error-of.ts";

const endpoint = "https://shop.test/client-secret";

afterEach(() => {
  vi.useRealTimers();
});

const responses = (body: unknown, init?: ResponseInit) => async () =>
  new Response(typeof body === "string" ? body : JSON.stringify(body), init);
const asked = (fetch: FetchClientSecretOptions["fetch"], more = {}) => fetchClientSecret({ endpoint, fetch, ...more });

it("counts the lifetime from when the request was sent", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: 1_000_000 });
  const secret = await asked(async () => {
    vi.setSystemTime(1_005_000);
    return Response.json({ clientSecret: "s", expiresIn: 60_000, expiresAt: "2001-01-01T00:00:00Z", traceId: "t" });
  });
  expect(secret.expiresAt.getTime()).toBe(1_060_000);
  expect(secret.remaining()).toBe(55_000);
  expect(secret.traceId).toBe("t");
  expect(secret.reveal()).toBe("s");
  expect(`${secret} ${JSON.stringify(secret)}`).toBe('[redacted] "[redacted]"');
});

it("uses expiresAt only when expiresIn is missing", async () => {
  const expiresAt = "2031-01-01T00:00:00.000Z";
  expect((await asked(responses({ clientSecret: "s", expiresAt }))).expiresAt.toISOString()).toBe(expiresAt);
  expect((await asked(responses({ clientSecret: "s", expiresAt, expiresIn: 0 }))).expired).toBe(true);
});

it("counts from the request when expiresAt has already passed on arrival", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.parse("2026-01-01T00:02:00Z") });
  const secret = await asked(async () => {
    vi.setSystemTime(Date.now() + 5_000);
    return Response.json({ clientSecret: "s", expiresAt: "2026-01-01T00:01:00Z" });
  });
  expect(secret.remaining()).toBe(55_000);
});

it.each([
  ["text", "hello SENSITIVE"],
  ["cut off", '{"clientSecret":"SENSITIVE'],
  ["null", "null"],
  ["a list", '["SENSITIVE"]'],
  ["nothing", ""],
  ["without a secret", '{"expiresIn":60000}'],
  ["with an empty secret", '{"clientSecret":"","expiresIn":60000}'],
  ["with a secret that its server did not reveal", '{"clientSecret":"[redacted]","expiresIn":60000}'],
  ["with a secret that is not text", '{"clientSecret":1,"expiresIn":60000}'],
  ["without a life", '{"clientSecret":"SENSITIVE"}'],
  ["with a life that is not a number", '{"clientSecret":"SENSITIVE","expiresIn":"60000"}'],
  ["with a life without end", '{"clientSecret":"SENSITIVE","expiresIn":1e999}'],
  ["too long", `{"clientSecret":"SENSITIVE","expiresIn":60000,"x":"${"x".repeat(70_000)}"}`],
])("reports a response that is %s as unreadable", async (_name, body) => {
  const error = await errorOf(asked(responses(body)));
  expect(error).toMatchObject({ code: "response_unreadable", outcome: "unknown", attempts: 1 });
  expect(`${error.stack}${JSON.stringify(error)}`).not.toContain("SENSITIVE");
});

it.each([
  [302, "redirect_refused", "unknown"],
  [400, "request_refused", "rejected"],
  [401, "unauthorized", "rejected"],
  [403, "forbidden", "rejected"],
  [404, "not_found", "rejected"],
  [405, "request_refused", "rejected"],
  [408, "server_failed", "unknown"],
  [409, "conflict", "rejected"],
  [429, "rate_limited", "rejected"],
  [500, "server_failed", "unknown"],
  [502, "server_failed", "unknown"],
  [503, "server_unavailable", "rejected"],
])("reports the status %i as %s, %s", async (status, code, outcome) => {
  const problem = { title: "SENSITIVE", detail: "SENSITIVE", traceId: "SENSITIVE" };
  const error = await errorOf(asked(responses(problem, { status })));
  expect(error).toMatchObject({ code, outcome, status });
  expect(error.traceId).toBeUndefined();
  expect(`${error.stack}${JSON.stringify(error)}`).not.toContain("SENSITIVE");
});

it.each([503, 429, 403, 401, 400])("is not certain about the mint after a gateway's %i page", async (status) => {
  for (const body of ["Service Unavailable", "<html>", '{"error":"no"}', ""]) {
    expect(await errorOf(asked(responses(body, { status })))).toMatchObject({ status, outcome: "unknown" });
  }
});

it("reports a failure without a readable body by its status", async () => {
  expect(await errorOf(asked(async () => new Response(null, { status: 403 })))).toMatchObject({ code: "forbidden" });
  const html = responses("<html>".repeat(50_000), { status: 502 });
  expect(await errorOf(asked(html))).toMatchObject({ code: "server_failed" });
});

it("times out even when fetch ignores its signal", async () => {
  const deaf = () => new Promise<Response>(() => {});
  expect(await errorOf(asked(deaf, { timeout: 20 }))).toMatchObject({ code: "timed_out", outcome: "unknown" });
  const controller = new AbortController();
  const aborting = () => {
    controller.abort();
    return deaf();
  };
  expect(await errorOf(asked(aborting, { signal: controller.signal }))).toMatchObject({
    code: "aborted",
    outcome: "unknown",
  });
});

it("waits ten seconds by default", async () => {
  vi.useFakeTimers();
  const settled = vi.fn();
  const call = errorOf(asked(() => new Promise<Response>(() => {}))).finally(settled);
  await vi.advanceTimersByTimeAsync(9_999);
  expect(settled).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  expect(await call).toMatchObject({ code: "timed_out" });
});

it("cancels a response that is too long", async () => {
  const cancel = vi.fn();
  const pull = (controller: ReadableStreamDefaultController) => controller.enqueue(new Uint8Array(10_000));
  const endless = async () => new Response(new ReadableStream({ pull, cancel }));
  expect(await errorOf(asked(endless))).toMatchObject({ code: "response_unreadable" });
  expect(cancel).toHaveBeenCalled();
});

it("aborts the signal of fetch when it no longer waits", async () => {
  let told: AbortSignal | null | undefined;
  const deaf = (_url: string, { signal }: RequestInit) => {
    told = signal;
    return new Promise<Response>(() => {});
  };
  await errorOf(asked(deaf, { timeout: 20 }));
  expect(told?.aborted).toBe(true);
});

it("leaves no listener on the caller's signal", async () => {
  const { signal } = new AbortController();
  const added = vi.spyOn(signal, "addEventListener");
  const removed = vi.spyOn(signal, "removeEventListener");
  await asked(responses({ clientSecret: "s", expiresIn: 1 }), { signal });
  expect(removed.mock.calls).toEqual(added.mock.calls);
});

it("does not attach the error of a custom fetch, unless it is a ConnectError", async () => {
  const error = await errorOf(asked(() => Promise.reject(new Error("SENSITIVE"))));
  expect(error).toMatchObject({ code: "network_failed", outcome: "unknown" });
  expect(error.cause).toBeUndefined();
  const own = new ConnectError({ code: "aborted", outcome: "not-sent", message: "own" });
  expect(await errorOf(asked(() => Promise.reject(own)))).toBe(own);
  const thrown = await errorOf(
    asked(() => {
      throw new Error("at once");
    }),
  );
  expect(thrown).toMatchObject({ code: "network_failed", message: "The fetch option failed with Error." });
});

it.each([
  ["http://shop.test/client-secret"],
  ["https://user:SENSITIVE@shop.test/client-secret"],
  ["data:application/json,{}"],
  ["/client-secret"], // There is no page here.
  [""],
  [undefined],
])("refuses the endpoint %s", async (endpoint) => {
  const fetch = vi.fn();
  const error = await errorOf(fetchClientSecret({ endpoint: endpoint as string, fetch }));
  expect(error).toMatchObject({ code: "configuration_invalid", outcome: "not-sent", attempts: 0 });
  expect(error.message).not.toContain("SENSITIVE");
  expect(fetch).not.toHaveBeenCalled();
});

it.each([
  [{ timeout: 0 }, "configuration_invalid"],
  [{ timeout: Number.NaN }, "configuration_invalid"],
  [{ timeout: 2 ** 31 }, "configuration_invalid"],
  [{ deviceId: "SENSI\nTIVE" }, "input_invalid"],
  [{ deviceId: "" }, "input_invalid"],
  [{ headers: { "x-csrf-token": "SENSI\nTIVE" } }, "input_invalid"],
  [{ headers: { "a b": "c" } }, "input_invalid"],
])("refuses %j", async (options, code) => {
  const fetch = vi.fn();
  const error = await errorOf(asked(fetch, options));
  expect(error).toMatchObject({ code, outcome: "not-sent" });
  expect(JSON.stringify(error)).not.toContain("TIVE");
  expect(fetch).not.toHaveBeenCalled();
});

it("accepts plain HTTP on loopback", async () => {
  const body = { clientSecret: "s", expiresIn: 60_000 };
  for (const endpoint of ["http://localhost:8080/mint?a=b", "http://127.0.0.1/mint", "http://[::1]:1/mint"]) {
    await expect(fetchClientSecret({ endpoint, fetch: responses(body) })).resolves.toBeDefined();
  }
});
