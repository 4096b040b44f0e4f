import type { Fetch } from "@plastiq-connect/core";
import { createSandbox, LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { afterEach, beforeEach, expect, it, vi } from "vitest";
import { ClientSecret, tokenizeBankAccount, tokenizeCard } from "./index.ts";
import { CARD } from "./testing/card.ts";
import { errorOf } from "./testing/error-of.ts";

const sandbox = createSandbox();
const seen: Request[] = [];
const fetch: Fetch = async (url, init) => {
  const request = new Request(url, init);
  seen.push(request.clone());
  return await sandbox.fetch(request);
};

beforeEach(() => {
  sandbox.control.reset();
  seen.length = 0;
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const BANK_ACCOUNT = {
  accountHolderName: "Ada",
  accountNumber: "41541433888",
  routingNumber: "211371120",
  billingAddress: CARD.billingAddress,
};

async function mint(): Promise<string> {
  const request = new Request("https://any.test/api/client-secrets", {
    method: "POST",
    headers: { authorization: `Bearer ${LOCAL_API_KEY}`, "content-type": "application/json", "user-agent": "test" },
    body: JSON.stringify({ payer: { id: LOCAL_PAYER_ID }, type: "CARD" }),
  });
  return (await (await sandbox.fetch(request)).json()).clientSecret;
}

function secretThatLives(ms: number, value: string): ClientSecret {
  return new ClientSecret(value, { expiresAt: new Date(Date.now() + ms), traceId: "" });
}

it.each([
  [{}, "https://connect.sandbox.plastiq.com/api/payment-methods"],
  [{ environment: "sandbox" }, "https://connect.sandbox.plastiq.com/api/payment-methods"],
  [{ environment: "production" }, "https://connect.plastiq.com/api/payment-methods"],
  [{ baseUrl: "https://elsewhere.test/api/" }, "https://elsewhere.test/api/payment-methods"],
] as const)("calls, with %j, %s", async (place, url) => {
  const method = await tokenizeCard({ clientSecret: await mint(), card: CARD, fetch, ...place });
  expect(method.data?.last4).toBe("4242");
  expect(seen.map((request) => request.url)).toEqual([url]);
});

it("sets neither User-Agent nor End-User-Ip, because the browser describes itself", async () => {
  const traceId = crypto.randomUUID();
  await tokenizeCard({ clientSecret: await mint(), card: CARD, fetch, traceId, deviceId: "device" });
  expect(Object.fromEntries(seen[0]?.headers ?? [])).toEqual({
    accept: "application/json",
    authorization: expect.stringMatching(/^Bearer LOCALCLIENTSECRET/),
    "content-type": "application/json",
    "end-user-device-id": "device",
    "trace-id": traceId,
  });
});

it("creates a trace id without a secure context", async () => {
  vi.stubGlobal("crypto", { getRandomValues: crypto.getRandomValues.bind(crypto) });
  const clientSecret = "LOCALCLIENTSECRET0";
  await errorOf(tokenizeCard({ clientSecret, card: CARD, fetch }));
  expect(seen[0]?.headers.get("trace-id")).toMatch(/^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/);
});

it("sends a bank account with its type, which the sandbox's secrets for cards do not allow", async () => {
  const error = await errorOf(tokenizeBankAccount({ clientSecret: await mint(), bankAccount: BANK_ACCOUNT, fetch }));
  expect(error).toMatchObject({ code: "forbidden", outcome: "unknown" });
  expect(await seen[0]?.json()).toEqual({ type: "BANK_ACCOUNT", data: BANK_ACCOUNT });
});

it.each([
  [{ card: { ...CARD, cvv: "98765" } }, "data.cvv must be 3 or 4 digits"],
  [{ card: undefined as never }, "data is missing"],
  [{ clientSecret: "has a space" }, "clientSecret must be text"],
  [{ clientSecret: null as never }, "clientSecret must be text"],
  [{ deviceId: "has\na line" }, "deviceId cannot be sent as a header"],
  [{ traceId: "mine" }, "traceId must be a UUID v4"],
])("refuses %j before anything is sent", async (options, message) => {
  const error = await errorOf(tokenizeCard({ clientSecret: "s", card: CARD, fetch, ...options }));
  expect(error).toMatchObject({ code: "input_invalid", outcome: "not-sent", attempts: 0 });
  expect(error.message).toContain(message);
  expect(error.message).not.toContain("98765");
  expect(seen).toHaveLength(0);
});

it.each([
  [401, "unauthorized"],
  [403, "forbidden"],
] as const)("does not know after a %i whether this call used the secret", async (status, code) => {
  const refused = (clientSecret: ClientSecret | string) => {
    sandbox.control.addFault({ operation: "createPaymentMethod", kind: "status", status });
    return errorOf(tokenizeCard({ clientSecret, card: CARD, fetch }));
  };
  expect(await refused(secretThatLives(9_000, "unknown"))).toMatchObject({ code, outcome: "unknown" });
  const error = await refused("unknown");
  expect(error).toMatchObject({ code, outcome: "unknown", next: "look-up", status, attempts: 1 });
  expect(error.message).toMatch(/sent the request twice/);
});

it("does not send an expired secret", async () => {
  const error = await errorOf(tokenizeCard({ clientSecret: secretThatLives(-1, "s"), card: CARD, fetch }));
  expect(error).toMatchObject({ code: "unauthorized", outcome: "not-sent", attempts: 0 });
  expect(error.message).toMatch(/has expired.*mint a new one/);
  expect(seen).toHaveLength(0);
});

it("does not know the outcome when the secret expires during the request", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  const slow: Fetch = (url, init) => {
    vi.setSystemTime(Date.now() + 60_000);
    return fetch(url, init);
  };
  const error = await errorOf(tokenizeCard({ clientSecret: secretThatLives(60_000, "s"), card: CARD, fetch: slow }));
  expect(error).toMatchObject({ code: "unauthorized", outcome: "unknown", attempts: 1 });
});

it("does not send a secret again that expired between two attempts", async () => {
  vi.useFakeTimers({ toFake: ["Date"] });
  sandbox.control.addFault({ operation: "createPaymentMethod", kind: "status", status: 503, retryAfter: "0" });
  const slow: Fetch = async (url, init) => {
    const response = await fetch(url, init);
    vi.setSystemTime(Date.now() + 60_000);
    return response;
  };
  const error = await errorOf(tokenizeCard({ clientSecret: secretThatLives(60_000, "s"), card: CARD, fetch: slow }));
  expect(error).toMatchObject({
    code: "unauthorized",
    outcome: "rejected",
    attempts: 1,
    traceId: seen[0]?.headers.get("trace-id"),
  });
  expect(error.message).not.toMatch(/sent the request twice/);
  expect(seen).toHaveLength(1);
});

it("repeats the request after a 503 of the vendor's, and not after an unknown outcome", async () => {
  const clientSecret = await mint();
  sandbox.control.addFault({ operation: "createPaymentMethod", kind: "severed" });
  expect(await errorOf(tokenizeCard({ clientSecret, card: CARD, fetch }))).toMatchObject({ outcome: "unknown" });
  expect(seen).toHaveLength(1);
  sandbox.control.addFault({ operation: "createPaymentMethod", kind: "status", status: 503, retryAfter: "0" });
  await tokenizeCard({ clientSecret, card: CARD, fetch });
  expect(seen).toHaveLength(3);
});
