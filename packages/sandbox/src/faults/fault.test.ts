import { afterEach, expect, it, vi } from "vitest";
import { type Fault, LOCAL_API_KEY, LOCAL_PAYER_ID } from "../index.ts";
import { fixture } from "../testing/fixture.ts";

afterEach(() => void vi.useRealTimers());

function faulty(fault: Omit<Fault, "operation">) {
  const { control, sandbox } = fixture();
  control.addFault({ operation: "createClientSecret", ...fault });
  const mint = (signal?: AbortSignal) =>
    sandbox.fetch(
      new Request("https://sandbox.test/api/client-secrets", {
        method: "POST",
        headers: { authorization: `Bearer ${LOCAL_API_KEY}`, "user-agent": "test", "content-type": "application/json" },
        body: JSON.stringify({ payer: { id: LOCAL_PAYER_ID }, type: "CARD" }),
        signal: signal ?? null,
      }),
    );
  return { control, mint, minted: () => control.state().clientSecrets.length };
}

// A record, because a list without one of the kinds would compile.
const EFFECTS: Readonly<Record<Fault["kind"], 0 | 1>> = {
  latency: 1,
  "stalled-body": 1,
  severed: 0,
  "severed-body": 1,
  "truncated-json": 1,
  html: 1,
  redirect: 0,
  status: 0,
  "oversized-body": 1,
};

it.each(Object.entries(EFFECTS) as [Fault["kind"], number][])(
  "applies the fault %s, and the operation takes effect %i times unless ordered otherwise",
  async (kind, times) => {
    for (const carriedOut of [undefined, true, false]) {
      const { mint, minted } = faulty({ kind, delayMs: 1, ...(carriedOut === undefined ? {} : { carriedOut }) });
      const response = await mint().catch(() => undefined);
      await response?.body?.cancel();
      // A late response is carried out for whoever waits for it.
      const expected = carriedOut === undefined ? times : Number(carriedOut || kind === "latency");
      expect([carriedOut, minted()]).toEqual([carriedOut, expected]);
    }
  },
);

it("responds to `status` with the vendor's error shape, and Retry-After word for word", async () => {
  const { control, mint } = faulty({ kind: "status", status: 429, retryAfter: "Wed, 21 Oct 2026 07:28:00 GMT" });
  const response = await mint();
  expect([response.status, response.headers.get("retry-after")]).toEqual([429, "Wed, 21 Oct 2026 07:28:00 GMT"]);
  expect(await response.json()).toMatchObject({ code: "GENERIC_ERROR", traceId: response.headers.get("trace-id") });
  expect(control.seen()[0]).toMatchObject({ status: 429, fault: "status" });
});

it("responds to `redirect` with 307 to an address that cannot exist, or to the given one", async () => {
  const plain = await faulty({ kind: "redirect" }).mint();
  expect([plain.status, plain.headers.get("location")]).toEqual([307, "https://redirected.invalid/"]);
  const ordered = await faulty({ kind: "redirect", status: 302, location: "/elsewhere" }).mint();
  expect([ordered.status, ordered.headers.get("location")]).toEqual([302, "/elsewhere"]);
});

it("responds to `html` with a page and status 200", async () => {
  const response = await faulty({ kind: "html" }).mint();
  expect([response.status, response.headers.get("content-type")]).toEqual([200, "text/html; charset=utf-8"]);
  expect(await response.text()).toContain("<html>");
});

it("responds to `truncated-json` with 200 and half of the response", async () => {
  const response = await faulty({ kind: "truncated-json" }).mint();
  expect(response.status).toBe(200);
  expect(await response.text()).toMatch(/^\{"clientSecret":"[^"]+$/);
});

it("responds to `oversized-body` with the response and 8 MiB of white space", async () => {
  const text = await (await faulty({ kind: "oversized-body" }).mint()).text();
  expect(text.length).toBeGreaterThan(8 * 1024 * 1024);
  expect(JSON.parse(text)).toHaveProperty("clientSecret");
});

it("rejects `severed` as fetch does, and counts it as without a response", async () => {
  const { control, mint } = faulty({ kind: "severed" });
  await expect(mint()).rejects.toThrow(new TypeError("fetch failed"));
  expect(control.seen()[0]).toMatchObject({ status: null, responseTraceId: null, fault: "severed" });
  expect((await mint()).status).toBe(200);
});

it("sends headers and first bytes for `severed-body`, then the stream fails", async () => {
  const response = await faulty({ kind: "severed-body" }).mint();
  const reader = response.body?.getReader();
  expect(response.status).toBe(200);
  expect(new TextDecoder().decode((await reader?.read())?.value)).toMatch(/^\{"clientSecret"/);
  await expect(reader?.read()).rejects.toThrow("terminated");
});

it("sends headers and first bytes for `stalled-body`, then nothing until the caller aborts", async () => {
  const { mint } = faulty({ kind: "stalled-body" });
  const controller = new AbortController();
  const reader = (await mint(controller.signal)).body?.getReader();
  expect((await reader?.read())?.value?.byteLength).toBeGreaterThan(0);
  const next = reader?.read();
  const silence = new Promise((resolve) => setTimeout(resolve, 30, "silence"));
  expect(await Promise.race([next, silence])).toBe("silence");
  controller.abort(new Error("enough"));
  await expect(next).rejects.toThrow("enough");
});

it("waits one second for `latency` by default, on timers that can be faked", async () => {
  vi.useFakeTimers();
  const { mint } = faulty({ kind: "latency" });
  let responded = false;
  const pending = mint().then((response) => {
    responded = true;
    return response;
  });
  await vi.advanceTimersByTimeAsync(999);
  expect(responded).toBe(false);
  await vi.advanceTimersByTimeAsync(1);
  expect((await pending).status).toBe(200);
});

it("lets a caller that aborts during `latency` go at once, and the operation takes effect or not, as ordered", async () => {
  for (const carriedOut of [true, false]) {
    const { control, mint, minted } = faulty({ kind: "latency", delayMs: 60_000, carriedOut });
    const controller = new AbortController();
    const pending = mint(controller.signal);
    setTimeout(() => controller.abort(new Error("enough")), 10);
    await expect(pending).rejects.toThrow("enough");
    expect(minted()).toBe(Number(carriedOut));
    expect(control.seen()[0]?.status).toBeNull();
  }
});

it("delays a fault of any kind", async () => {
  const { mint } = faulty({ kind: "status", status: 503, delayMs: 30 });
  const started = performance.now();
  expect((await mint()).status).toBe(503);
  expect(performance.now() - started).toBeGreaterThanOrEqual(25);
});

it("uses a fault as often as ordered, first come first served, for its operation only", async () => {
  const { call, control, mint } = fixture();
  control.addFault({ operation: "createPayer", kind: "status", status: 418 });
  control.addFault({ operation: "retrievePayer", kind: "status", status: 502, times: 2 });
  control.addFault({ operation: "*", kind: "status", status: 503, times: null });
  expect(control.faults().map(({ times }) => times)).toEqual([undefined, 2, null]);
  const statuses = [];
  for (let i = 0; i < 4; i++) statuses.push((await call(`/payers/${LOCAL_PAYER_ID}`)).status);
  expect(statuses).toEqual([502, 502, 503, 503]);
  expect(control.faults().map(({ status }) => status)).toEqual([418, 503]);
  control.clearFaults();
  expect(await mint()).toBeTypeOf("string");
});

it.each([
  [{ operation: "*", kind: "status", status: 200 }],
  [{ operation: "*", kind: "redirect", status: 304 }],
  [{ operation: "*", kind: "latency", delayMs: -1 }],
  [{ operation: "*", kind: "latency", times: 0 }],
  [{ operation: "*", kind: "html", retryAfter: "1" }],
  [{ operation: "*", kind: "status", retryAfter: "a\nb" }],
  [{ operation: "createRefund", kind: "html" }],
  [{ operation: "*", kind: "gremlins" }],
])("refuses %j as a fault", (fault) => {
  expect(() => fixture().control.addFault(fault as Fault)).toThrow(TypeError);
});
