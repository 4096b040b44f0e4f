import { beforeEach, expect, it, vi } from "vitest";
import { commands } from "vitest/browser";
import { fetchClientSecret } from "./index.ts";
import { errorOf } from "./testing/error-of.ts";

const { elsewhere } = await commands.places();

beforeEach(() => commands.reset());

const at = (fault: string, options = {}) =>
  fetchClientSecret({ endpoint: `/client-secret?fault=${fault}`, ...options });

it("sends a POST without a body to the page's own origin, and counts on its own clock", async () => {
  const deviceId = crypto.randomUUID();
  const before = Date.now();
  const secret = await fetchClientSecret({ endpoint: "client-secret", deviceId, headers: { "x-csrf-token": "t" } });

  expect(secret.reveal()).toMatch(/^LOCALCLIENTSECRET/);
  expect(secret.expired).toBe(false);
  expect(secret.expiresAt.getTime() - before).toBeGreaterThan(58_000);
  expect(secret.expiresAt.getTime() - before).toBeLessThanOrEqual(60_100);
  expect(secret.traceId).toMatch(/^[\da-f-]{36}$/);
  const [seen] = await commands.minted();
  expect(seen).toMatchObject({ method: "POST" });
  expect(seen?.headers).toMatchObject({
    accept: "application/json",
    "content-length": "0",
    "end-user-device-id": deviceId,
    "x-csrf-token": "t",
    "user-agent": navigator.userAgent,
  });
});

it("resolves a relative endpoint as the page's own requests do, by its <base>", async () => {
  const base = document.head.appendChild(document.createElement("base"));
  base.href = `${elsewhere}/`;
  const mint = fetchClientSecret({ endpoint: "?cors" }).finally(() => base.remove());
  expect((await mint).expired).toBe(false);
  expect((await commands.minted())[0]?.headers).toMatchObject({ host: new URL(elsewhere).host });
});

it("works in a web worker", async () => {
  const worker = new Worker(new URL("./testing/mint.worker.ts", import.meta.url), { type: "module" });
  const message = await new Promise<MessageEvent>((resolve, reject) => {
    worker.onmessage = resolve;
    worker.onerror = reject;
  });
  worker.terminate();
  expect(message.data).toEqual({ expired: false });
});

it("is not misled by a server whose clock is far behind", async () => {
  expect((await at("slow-clock")).remaining()).toBeGreaterThan(58_000);
});

it("sends cookies to the page's own origin, and to others only when credentials allow it", async () => {
  // biome-ignore lint/suspicious/noDocumentCookie: The Cookie Store API needs HTTPS elsewhere.
  document.cookie = "session=1; path=/; SameSite=Lax";
  const endpoint = `${elsewhere.replace("127.0.0.1", location.hostname)}/?cors`;
  await fetchClientSecret({ endpoint: "/client-secret" });
  await fetchClientSecret({ endpoint: "/client-secret", credentials: "omit" });
  await fetchClientSecret({ endpoint });
  await fetchClientSecret({ endpoint, credentials: "include" });
  // biome-ignore lint/suspicious/noDocumentCookie: As above.
  document.cookie = "session=; path=/; max-age=0";

  const sent = (await commands.minted()).map(({ headers }) => String(headers.cookie).includes("session=1"));
  expect(sent).toEqual([true, false, false, true]);
});

it("needs CORS for an endpoint on another origin", async () => {
  const deviceId = crypto.randomUUID();
  expect(await errorOf(fetchClientSecret({ endpoint: elsewhere }))).toMatchObject({ code: "network_failed" });
  await fetchClientSecret({ endpoint: `${elsewhere}/?cors`, deviceId });
  expect((await commands.minted()).at(-1)?.headers).toMatchObject({ "end-user-device-id": deviceId });
});

it.each([
  ["redirect", { code: "redirect_refused", outcome: "unknown", status: 0 }],
  ["severed", { code: "network_failed", outcome: "unknown" }],
  ["severed-body", { code: "network_failed", outcome: "unknown" }],
  ["html", { code: "response_unreadable", outcome: "unknown" }],
  ["oversized", { code: "response_unreadable", outcome: "unknown" }],
  ["problem&status=401", { code: "unauthorized", outcome: "rejected", status: 401, attempts: 1 }],
  ["problem&status=429", { code: "rate_limited", outcome: "rejected", status: 429, retryAfter: 7_000 }],
  ["problem&status=502", { code: "server_failed", outcome: "unknown", status: 502 }],
])("reports the fault %s", async (fault, facts) => {
  const error = await errorOf(at(fault));
  expect(error).toMatchObject(facts);
  expect(error.cause).toBeUndefined();
  expect(JSON.stringify(error)).not.toContain("SENSITIVE");
  if (fault.startsWith("problem")) expect(error.traceId).toBe("6b1f8a52-0c6e-4f0e-9a55-3f1f8f3c7a10");
});

it.each(["silent", "stalled"])("times out when the response is %s", async (fault) => {
  const started = performance.now();
  expect(await errorOf(at(fault, { timeout: 150 }))).toMatchObject({ code: "timed_out", outcome: "unknown" });
  expect(performance.now() - started).toBeLessThan(8_000);
});

it("aborts when the caller's signal fires", async () => {
  const controller = new AbortController();
  const { signal } = controller;
  const stalled = errorOf(at("stalled", { signal }));
  await vi.waitFor(async () => expect(await commands.minted()).toHaveLength(1), 20_000);
  controller.abort();
  expect(await stalled).toMatchObject({ code: "aborted", outcome: "unknown" });
  expect(await errorOf(at("stalled", { signal }))).toMatchObject({ code: "aborted", outcome: "not-sent" });
  expect(await commands.minted()).toHaveLength(1);
});
