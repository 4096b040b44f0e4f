import { describe, expect, it, vi } from "vitest";
import type { Client } from "../../client.ts";
import { CARD, failureOf, fixture, json, NOBODY, PAYER, PERSON, respondWith, TRACE_ID } from "../../testing/fixture.ts";
import { elapse, useVirtualClock } from "../../testing/virtual-clock.ts";
import { wait } from "./wait.ts";

useVirtualClock();

const VENDOR = { code: "SOME_ERROR", message: "Some error" };
const UUID = "6ba7b810-9dad-11d1-80b4-00c04fd430c8";
type Respond = (status: number) => () => Response;

/** Responses that anybody between us and the vendor may give, whatever the vendor did. */
const NOT_THE_VENDOR: Record<string, Respond> = {
  "a text page": (status) => () => new Response("upstream connect error", { status }),
  "a web page": (status) => () =>
    new Response("<html>Blocked</html>", { status, headers: { "content-type": "text/html" } }),
  "an empty body": (status) => () => new Response(null, { status }),
  "a page that reflects our trace id": (status) => () =>
    new Response("busy", { status, headers: { "trace-id": TRACE_ID } }),
  "JSON without a code": (status) => json({ message: "Too many requests", traceId: UUID }, status),
  "JSON without a message": (status) => json({ code: "BUSY", traceId: UUID }, status),
  "JSON with a code that is a number": (status) => json({ code: 1015, message: "busy", traceId: UUID }, status),
  "JSON with an empty code": (status) => json({ ...VENDOR, code: "", traceId: UUID }, status),
  "JSON without a trace id": (status) => json(VENDOR, status),
  "JSON with a trace id that is not a UUID": (status) =>
    json({ ...VENDOR, traceId: "4f2a" }, status, { "trace-id": "Root=1-67891233" }),
  "JSON under other names": (status) => json({ error: { ...VENDOR, traceId: UUID } }, status),
  "JSON in a list": (status) => json([{ ...VENDOR, traceId: UUID }], status),
  "JSON text": (status) => json("busy", status),
  "JSON that is cut off": (status) => () =>
    new Response(JSON.stringify({ ...VENDOR, traceId: UUID }).slice(0, -2), { status }),
  "too long a body": (status) => () =>
    new Response(JSON.stringify({ ...VENDOR, traceId: UUID }).padEnd(1_048_577), { status }),
};
const THE_VENDOR: Record<string, Respond> = {
  "with the trace id in the body": (status) => json({ ...VENDOR, traceId: UUID }, status),
  "with the trace id in the header": (status) => json(VENDOR, status, { "trace-id": UUID }),
  "with the trace id of the call": (status) => json(VENDOR, status, { "trace-id": TRACE_ID }),
};
const CODES = {
  400: "request_refused",
  401: "unauthorized",
  403: "forbidden",
  404: "not_found",
  409: "conflict",
  422: "request_refused",
  429: "rate_limited",
  503: "server_unavailable",
} as const;

const createPayer = (client: Client) => client.payers.create(PERSON, { ...NOBODY, traceId: TRACE_ID });

describe.each(Object.entries(CODES))("status %s", (text, code) => {
  const status = Number(text);

  it.each(Object.entries(NOT_THE_VENDOR))(
    "is unknown after %s, and a payer is not created again",
    async (_, respond) => {
      const fetch = respondWith(respond(status));
      const { error } = await elapse(createPayer(fixture({ fetch }).client));
      expect(error).toMatchObject({ code, status, outcome: "unknown", attempts: 1 });
      expect(error).toHaveProperty("message", expect.stringContaining("The request may have taken effect."));
      expect(fetch.asked).toHaveLength(1);
    },
  );

  it.each(Object.entries(THE_VENDOR))("is a refusal when it is the vendor's own error %s", async (_, respond) => {
    const { error } = await elapse(createPayer(fixture({ fetch: respondWith(respond(status)), retries: 0 }).client));
    expect(error).toMatchObject({ code, status, outcome: "rejected" });
    expect(error).toHaveProperty("message", expect.not.stringContaining("may have taken effect"));
  });
});

it.each([300, 302, 307, 408, 500, 502, 504])(
  "does not know the outcome of status %i, also with the vendor's own error",
  async (status) => {
    const { error } = await elapse(
      createPayer(fixture({ fetch: respondWith(json({ ...VENDOR, traceId: UUID }, status)) }).client),
    );
    expect(error).toMatchObject({ status, outcome: "unknown", attempts: 1, next: "look-up" });
  },
);

describe.each([429, 503])("status %i", (status) => {
  const busy = THE_VENDOR["with the trace id in the body"]?.(status) ?? (() => new Response());
  const page = NOT_THE_VENDOR["a text page"]?.(status) ?? (() => new Response());

  it("is retried when it is the vendor's, also for what must not happen twice", async () => {
    const fetch = respondWith(busy, json({ id: "payer-1" }));
    expect((await elapse(createPayer(fixture({ fetch }).client))).value).toMatchObject({ id: "payer-1" });
    expect(fetch.asked).toHaveLength(2);
  });

  it("is retried when it is a gateway's, for what may happen twice", async () => {
    const fetch = respondWith(page, json({ clientSecret: "secret-1" }));
    const call = fixture({ fetch }).client.clientSecrets.create({ payer: PAYER }, NOBODY);
    expect((await elapse(call)).value?.reveal()).toBe("secret-1");
  });

  it("stays unknown when a gateway sent it first and then the vendor", async () => {
    const fetch = respondWith(page, busy);
    const call = fixture({ fetch, retries: 1 }).client.clientSecrets.create({ payer: PAYER }, NOBODY);
    expect((await elapse(call)).error).toMatchObject({ outcome: "unknown", attempts: 2 });
  });
});

describe("a renewed key", () => {
  const page = () => new Response("<html>Sign in</html>", { status: 401 });
  const refused = json({ ...VENDOR, traceId: UUID }, 401);
  const keys = () => {
    const left = ["old-key-1", "new-key-1"];
    return () => left.shift() ?? "";
  };

  it.each([
    ["a payer", createPayer],
    ["a card", (client: Client) => client.paymentMethods.create(CARD, NOBODY)],
  ])("is not tried for %s after a 401 that the vendor did not send", async (_, call) => {
    const fetch = respondWith(page, json({ id: "second" }));
    const failure = await failureOf(call(fixture({ fetch, apiKey: keys() }).client));
    expect(failure).toMatchObject({ code: "unauthorized", outcome: "unknown", attempts: 1 });
    expect(fetch.asked).toHaveLength(1);
  });

  it("is tried for a payer after the vendor's own 401", async () => {
    const fetch = respondWith(refused, json({ id: "payer-1" }));
    const call = createPayer(fixture({ fetch, apiKey: keys() }).client);
    expect((await elapse(call)).value).toMatchObject({ id: "payer-1" });
  });

  it("is tried for a mint after any 401", async () => {
    const fetch = respondWith(page, json({ clientSecret: "secret-1" }));
    const { client } = fixture({ fetch, apiKey: keys() });
    const call = client.clientSecrets.create({ payer: PAYER }, NOBODY);
    expect((await elapse(call)).value?.reveal()).toBe("secret-1");
  });
});

describe("a deletion", () => {
  it.each([400, 401, 403, 409])(
    "is not considered done by status %i after an attempt with an unknown outcome",
    async (status) => {
      const fetch = respondWith(json({}, 500), json({ ...VENDOR, traceId: UUID }, status));
      const { error } = await elapse(fixture({ fetch }).client.payers.delete(PAYER, NOBODY));
      expect(error).toMatchObject({ status, outcome: "unknown", attempts: 2 });
    },
  );
});

describe("a read", () => {
  it.each([
    ["a 500", () => new Response("", { status: 500 })],
    ["a 403 page", () => new Response("<html>", { status: 403 })],
    ["a response without an id", json({})],
    [
      "a broken connection",
      () => {
        throw new TypeError("fetch failed");
      },
    ],
  ])("never claims to have taken effect after %s", async (_, response) => {
    const { client } = fixture({ fetch: respondWith(response), retries: 0 });
    const failure = await failureOf(client.payers.retrieve(PAYER.id, NOBODY));
    expect(failure.message).toMatch(/^retrievePayer \(connect\.sandbox\.plastiq\.com\): /);
    expect(failure.message).not.toContain("taken effect");
  });
});

describe("the wait for a payment", () => {
  it("keeps one listener on a signal that many waits share, and removes it at the end", async () => {
    const added = vi.spyOn(AbortSignal.prototype, "addEventListener");
    const removed = vi.spyOn(AbortSignal.prototype, "removeEventListener");
    const { signal } = new AbortController();
    const waits = Promise.all(Array.from({ length: 20 }, () => wait(1_000, signal)));
    expect(added.mock.contexts.filter((context) => context === signal)).toHaveLength(1);
    await elapse(waits);
    expect(removed.mock.contexts.filter((context) => context === signal)).toHaveLength(1);
  });
});
