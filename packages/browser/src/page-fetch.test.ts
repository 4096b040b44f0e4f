import { describe, expect, it, onTestFinished, vi } from "vitest";
import { fetchClientSecret, tokenizeCard } from "./index.ts";
import { CARD } from "./testing/card.ts";
import { errorOf } from "./testing/error-of.ts";

const MINTED = { clientSecret: "s", expiresIn: 60_000 };
const STORED = { id: "7d3f0a52-0c6e-4f0e-9a55-3f1f8f3c7a10", type: "CARD" };
const REFUSED = { code: "PAYMENT_METHOD_DECLINED", message: "Declined", traceId: STORED.id };

/** As tests of front ends write it. */
const mocked = (response: unknown) => vi.fn(async () => response) as unknown as typeof fetch;
const mint = (response: unknown) =>
  fetchClientSecret({ endpoint: "https://shop.test/client-secret", fetch: mocked(response) });
const store = (response: unknown) =>
  tokenizeCard({ clientSecret: "s", card: CARD, fetch: mocked(response), retries: 0 });

const SHAPES: readonly [string, (body: unknown) => object][] = [
  ["ok and json()", (body) => ({ ok: true, json: async () => body })],
  ["status and json()", (body) => ({ status: 200, json: async () => body })],
  ["ok and text()", (body) => ({ ok: true, text: async () => JSON.stringify(body) })],
  [
    "a body without getReader, and text()",
    (body) => ({ ok: true, status: 200, body: {}, text: async () => JSON.stringify(body) }),
  ],
  ["everything", (body) => Response.json(body)],
];

describe("a mocked response", () => {
  it.each(SHAPES)("can have %s", async (_, respond) => {
    expect((await mint(respond(MINTED))).reveal()).toBe("s");
    expect(await store(respond(STORED))).toMatchObject({ id: STORED.id });
  });

  it("can be a refusal", async () => {
    const refused = { ok: false, status: 400, json: async () => REFUSED };
    expect(await errorOf(mint(refused))).toMatchObject({ code: "request_refused", status: 400 });
    expect(await errorOf(store(refused))).toMatchObject({ apiCode: "PAYMENT_METHOD_DECLINED", status: 400 });
  });

  it.each([
    ["no status", { ok: false, json: async () => REFUSED }],
    ["the status of Response.error()", Response.error()],
    ["the status of an opaque response", { status: 0, type: "opaque", ok: false, body: null }],
    ["nothing at all", undefined],
  ])("is refused by naming fetch and the status when it has %s", async (_, response) => {
    for (const error of [await errorOf(mint(response)), await errorOf(store(response))]) {
      expect(error).toMatchObject({ code: "configuration_invalid", outcome: "unknown" });
      expect(error.message).toContain("fetch must return a response with a status.");
    }
  });

  it("is refused by naming fetch when nothing can read its body", async () => {
    const unreadable = { ok: true, body: { pipe() {} } };
    for (const error of [await errorOf(mint(unreadable)), await errorOf(store(unreadable))]) {
      expect(error).toMatchObject({ code: "configuration_invalid", outcome: "unknown" });
      expect(error.message).toContain("fetch must return a response with a readable body, text() or json().");
    }
  });
});

it("refuses the response of a fetch that followed a redirect: another host may have the credential and the card", async () => {
  const followed = (body: unknown) => Object.defineProperty(Response.json(body), "redirected", { value: true });
  for (const error of [await errorOf(mint(followed(MINTED))), await errorOf(store(followed(STORED)))]) {
    expect(error).toMatchObject({ code: "configuration_invalid", outcome: "unknown", attempts: 1 });
    expect(error.message).toContain(
      "fetch must not follow a redirect. Renew the credential: another host may have it.",
    );
  }
});

it.each(["TextEncoder", "TextDecoder"] as const)("sends nothing in an environment without %s", async (name) => {
  const original = globalThis[name];
  onTestFinished(() => void Object.assign(globalThis, { [name]: original }));
  // As Jest's jsdom hides it.
  Reflect.deleteProperty(globalThis, name);
  const fetch = mocked(undefined);
  const options = { fetch, retries: 0 };
  for (const call of [
    fetchClientSecret({ endpoint: "https://shop.test/client-secret", ...options }),
    tokenizeCard({ clientSecret: "s", card: CARD, ...options }),
  ]) {
    const error = await errorOf(call);
    expect(error).toMatchObject({ code: "configuration_invalid", outcome: "not-sent" });
    expect(error.message).toContain("TextDecoder is missing: load a polyfill.");
  }
  expect(fetch).not.toHaveBeenCalled();
});
