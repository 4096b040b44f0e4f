import { describe, expect, it, onTestFinished, vi } from "vitest";
import { inboundOf } from "../end-user/inbound.ts";
import { isConnectError } from "../error.ts";
import type { ClaimStore } from "./claim-store.ts";
import {
  createMemoryClaimStore,
  createWebhookEndpoint,
  MAX_EVENT_BYTES,
  type WebhookEndpointOptions,
  type WebhookEvent,
} from "./index.ts";

const SECRET = "k3".repeat(22);
const OTHER = "z9".repeat(22);
const EVENT = {
  id: "8d8ac610-566d-4ef0-9c22-186b2a5ed793",
  event: "payment.state_change",
  data: {
    id: "1f0a6a57-3d5e-4c36-9a6c-ce0b5d0f3a51",
    object: "PAYMENT",
    type: "DEPOSITED",
    timestamp: 1_763_000_000_000,
  },
};

function endpointOf(options: Partial<WebhookEndpointOptions<string>> = {}) {
  const handled: WebhookEvent[] = [];
  const errors: unknown[] = [];
  const kept: Promise<unknown>[] = [];
  const endpoint = createWebhookEndpoint<string>({
    secret: SECRET,
    store: createMemoryClaimStore(),
    onEvent: (event) => void handled.push(event),
    onError: (error) => void errors.push(error),
    ...options,
  });
  const deliver = ({
    path = `/hooks/${SECRET}`,
    body = JSON.stringify(EVENT),
    peer = "192.0.2.7",
    ...init
  }: Delivery = {}): Promise<Response> => {
    const withBody = init.method === "GET" ? {} : { body, duplex: "half" };
    const request = new Request(`https://shop.example${path}`, { method: "POST", ...withBody, ...init });
    return endpoint(request, {
      inbound: inboundOf(request, peer),
      native: "native",
      waitUntil: (work) => kept.push(work),
    });
  };
  return { deliver, handled, errors, kept };
}

interface Delivery extends RequestInit {
  readonly path?: string;
  readonly peer?: string;
}

function deferred(): { readonly promise: Promise<void>; resolve(): void; reject(error: Error): void } {
  let settle = { resolve: (): void => {}, reject: (_: Error): void => {} };
  const promise = new Promise<void>((resolve, reject) => {
    settle = { resolve, reject };
  });
  return { promise, resolve: () => settle.resolve(), reject: (error) => settle.reject(error) };
}

describe("createWebhookEndpoint", () => {
  it("calls onEvent with the event and its context, and responds 200", async () => {
    const onEvent = vi.fn();
    const { deliver } = endpointOf({ onEvent });
    expect((await deliver()).status).toBe(200);
    expect(onEvent.mock.calls).toEqual([[EVENT, { ip: "192.0.2.7", native: "native" }]]);
  });

  it("passes events that it does not know", async () => {
    const { deliver, handled } = endpointOf();
    const event = { id: "1", event: "payer.moved", data: { id: "2", more: [1] }, more: true };
    expect((await deliver({ body: JSON.stringify(event) })).status).toBe(200);
    expect(handled).toEqual([event]);
  });

  it("handles an event once, however often it is delivered", async () => {
    const { deliver, handled } = endpointOf();
    const responses = [await deliver(), await deliver(), await deliver()];
    expect(responses.map(({ status }) => status)).toEqual([200, 200, 200]);
    expect(handled).toHaveLength(1);
  });

  it("responds 503 while another delivery of the same event is handled", async () => {
    const work = deferred();
    const onEvent = vi.fn(() => work.promise);
    const { deliver } = endpointOf({ onEvent });
    const first = deliver();
    // Signatures are checked elsewhere: the second delivery might be the faster one.
    await vi.waitFor(() => expect(onEvent).toHaveBeenCalled(), { timeout: 20_000 });
    expect((await deliver()).status).toBe(503);
    work.resolve();
    expect((await first).status).toBe(200);
    expect((await deliver()).status).toBe(200);
  });

  it("handles the next delivery after a handler that failed", async () => {
    const onEvent = vi.fn().mockRejectedValueOnce(new Error("database gone")).mockResolvedValueOnce(undefined);
    const { deliver, errors } = endpointOf({ onEvent });
    expect((await deliver()).status).toBe(503);
    expect(errors).toEqual([new Error("database gone")]);
    expect((await deliver()).status).toBe(200);
    expect(onEvent).toHaveBeenCalledTimes(2);
  });

  it("responds 503 to a late handler, keeps its claim, and knows when it is done", async () => {
    const work = deferred();
    const onEvent = vi.fn(() => work.promise);
    const { deliver, kept } = endpointOf({ onEvent, timeout: 1_000 });
    expect((await deliver()).status).toBe(503);
    expect((await deliver()).status).toBe(503);
    work.resolve();
    await Promise.all(kept);
    expect((await deliver()).status).toBe(200);
    expect(onEvent).toHaveBeenCalledOnce();
  });

  it("frees the event of a late handler that fails", async () => {
    const work = deferred();
    const onEvent = vi.fn().mockReturnValueOnce(work.promise).mockResolvedValueOnce(undefined);
    const { deliver, kept, errors } = endpointOf({ onEvent, timeout: 1_000 });
    expect((await deliver()).status).toBe(503);
    work.reject(new Error("too late"));
    await Promise.all(kept);
    expect(errors).toEqual([new Error("too late")]);
    expect((await deliver()).status).toBe(200);
  });

  it("renews the claim of a handler that takes longer than a lease", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "setInterval", "clearTimeout", "clearInterval", "Date", "performance"] });
    onTestFinished(() => void vi.useRealTimers());
    const store = createMemoryClaimStore();
    const claim = vi.spyOn(store, "claim");
    const work = deferred();
    const { deliver } = endpointOf({ store, onEvent: () => work.promise });
    const first = deliver();
    await vi.waitFor(() => expect(claim).toHaveBeenCalled(), 20_000);
    await vi.advanceTimersByTimeAsync(5 * 60_000);
    expect((await first).status).toBe(503);
    const second = deliver();
    await vi.waitFor(() => expect(claim).toHaveBeenCalledTimes(2), 20_000);
    expect((await second).status).toBe(503);
    work.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect(await store.claim(EVENT.id, "another", 1)).toBe("done");
  });

  it("reports a renewal that throws, and goes on", async () => {
    vi.useFakeTimers({ toFake: ["setTimeout", "setInterval", "clearTimeout", "clearInterval", "Date", "performance"] });
    onTestFinished(() => void vi.useRealTimers());
    const store = createMemoryClaimStore();
    const claim = vi.spyOn(store, "claim");
    vi.spyOn(store, "renew").mockImplementation(() => {
      throw new Error("store gone");
    });
    const work = deferred();
    const { deliver, errors } = endpointOf({ store, onEvent: () => work.promise });
    const delivered = deliver();
    await vi.waitFor(() => expect(claim).toHaveBeenCalled(), 20_000);
    await vi.advanceTimersByTimeAsync(20_000);
    expect((await delivered).status).toBe(503);
    expect(errors).toEqual([new Error("store gone"), new Error("store gone")]);
    work.resolve();
    await vi.advanceTimersByTimeAsync(0);
    expect((await deliver()).status).toBe(200);
  });

  describe("secret", () => {
    it.each([
      ["another secret", `/hooks/${OTHER}`],
      ["no secret", "/hooks/"],
      ["a part of the secret", `/hooks/${SECRET.slice(1)}`],
      ["the secret in another segment", `/${SECRET}/hooks`],
      ["the secret in the query", `/hooks?${SECRET}`],
      ["the secret and a slash", `/hooks/${SECRET}/`],
    ])("responds 404 to %s", async (_, path) => {
      const { deliver, handled } = endpointOf();
      expect((await deliver({ path })).status).toBe(404);
      expect((await deliver({ path, method: "GET" })).status).toBe(404);
      expect(handled).toEqual([]);
    });

    it("accepts either of two secrets, and one that comes with the request", async () => {
      const two = endpointOf({ secret: [OTHER, SECRET] });
      expect((await two.deliver()).status).toBe(200);
      expect((await two.deliver({ path: `/hooks/${OTHER}` })).status).toBe(200);
      const later = endpointOf({ secret: (native) => (native === "native" ? SECRET : OTHER) });
      expect((await later.deliver()).status).toBe(200);
    });

    it.each([
      ["short", "k3".repeat(21)],
      ["with other characters", `${SECRET}/`],
      ["three", [SECRET, OTHER, SECRET]],
      ["none", []],
      ["missing", undefined],
    ])("refuses a secret that is %s, without repeating it", (_, secret) => {
      const create = (): unknown => endpointOf({ secret: secret as string });
      expect(create).toThrow(/`secret` must be/);
      expect(create).not.toThrow(/k3k3|z9z9/);
    });
  });

  it.each([
    ["text", "hello"],
    ["an array", "[]"],
    ["null", "null"],
    ["nothing", ""],
    ["no id", JSON.stringify({ ...EVENT, id: undefined })],
    ["an id that is not text", JSON.stringify({ ...EVENT, id: 7 })],
    ["a long id", JSON.stringify({ ...EVENT, id: "x".repeat(201) })],
    ["no event", JSON.stringify({ ...EVENT, event: "" })],
    ["no data", JSON.stringify({ ...EVENT, data: null })],
    ["no data.id", JSON.stringify({ ...EVENT, data: {} })],
    ["a body that is cut off", JSON.stringify(EVENT).slice(0, -1)],
  ])("responds 400 to %s, and reports it to onUnknown", async (_, body) => {
    const onUnknown = vi.fn();
    const { deliver, handled, errors } = endpointOf({ onUnknown });
    expect((await deliver({ body })).status).toBe(400);
    expect(onUnknown.mock.calls[0]?.[0]).toEqual({ kind: "malformed", text: body });
    expect({ handled, errors }).toEqual({ handled: [], errors: [] });
  });

  it("reports a subscription message without opening its URL", async () => {
    const fetch = vi.spyOn(globalThis, "fetch");
    onTestFinished(() => fetch.mockRestore());
    const onUnknown = vi.fn();
    const { deliver } = endpointOf({ onUnknown });
    const body = JSON.stringify({ Type: "SubscriptionConfirmation", SubscribeURL: "http://169.254.169.254/" });
    expect((await deliver({ body })).status).toBe(400);
    expect(onUnknown.mock.calls[0]?.[0]).toEqual({ kind: "subscription", text: body });
    expect(fetch).not.toHaveBeenCalled();
  });

  it("responds 413 to a long body, whether its length is announced or not", async () => {
    const { deliver } = endpointOf();
    expect((await deliver({ body: "x".repeat(MAX_EVENT_BYTES + 1) })).status).toBe(413);
    const endless = new ReadableStream<Uint8Array>({ pull: (stream) => stream.enqueue(new Uint8Array(10_000)) });
    expect((await deliver({ body: endless as never })).status).toBe(413);
  });

  it("responds 408 to a body that does not arrive", async () => {
    const { deliver } = endpointOf({ timeout: 1_000 });
    const silent = new ReadableStream<Uint8Array>({ start: (stream) => stream.enqueue(new Uint8Array(1)) });
    expect((await deliver({ body: silent as never })).status).toBe(408);
  });

  it("responds 405 to other methods", async () => {
    const { deliver } = endpointOf();
    const response = await deliver({ method: "GET" });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
  });

  it("accepts listed addresses only, as far as proxies are trusted", async () => {
    const { deliver } = endpointOf({ addresses: ["192.0.2.7", "2001:DB8::1"] });
    expect((await deliver()).status).toBe(200);
    expect((await deliver({ peer: "2001:db8:0:0::1" })).status).toBe(200);
    expect((await deliver({ peer: "192.0.2.8", headers: { "x-forwarded-for": "192.0.2.7" } })).status).toBe(403);
    const behindProxy = endpointOf({ addresses: ["192.0.2.7"], trustedHops: 1 });
    const headers = { "x-forwarded-for": "192.0.2.66, 192.0.2.7" };
    expect((await behindProxy.deliver({ peer: "10.0.0.1", headers })).status).toBe(200);
    expect((await behindProxy.deliver({ peer: "10.0.0.1" })).status).toBe(403);
  });

  it.each([
    ["claim", "rejects"],
    ["claim", "hangs"],
    ["done", "rejects"],
  ] as const)("responds 503 when the store's %s %s", async (method, how) => {
    const store: ClaimStore = createMemoryClaimStore();
    vi.spyOn(store, method).mockImplementation((() =>
      how === "hangs" ? new Promise(() => {}) : Promise.reject(new Error("store gone"))) as never);
    const { deliver, errors } = endpointOf({ store, ...(how === "hangs" ? { timeout: 1_000 } : {}) });
    expect((await deliver()).status).toBe(503);
    expect(errors).toHaveLength(1);
  });

  it("releases a claim that comes after the time limit", async () => {
    const store = createMemoryClaimStore();
    const { claim } = store;
    const slow = deferred();
    vi.spyOn(store, "claim").mockImplementationOnce(async (...args) => {
      await slow.promise;
      return claim(...args);
    });
    const { deliver, kept, handled } = endpointOf({ store, timeout: 1_000 });
    expect((await deliver()).status).toBe(503);
    slow.resolve();
    await Promise.all(kept);
    expect((await deliver()).status).toBe(200);
    expect(handled).toHaveLength(1);
  });

  it("survives functions of the user that throw", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {});
    onTestFinished(() => log.mockRestore());
    const fail = (): never => {
      throw new Error("of the user's");
    };
    const { deliver, kept } = endpointOf({ onEvent: fail, onError: fail, onUnknown: fail });
    expect((await deliver()).status).toBe(503);
    expect((await deliver({ body: "" })).status).toBe(400);
    await Promise.all(kept);
    expect(log).toHaveBeenCalled();
  });

  it.each([
    [{ onEvent: undefined }, "`onEvent`"],
    [{ store: undefined }, "`store`"],
    [{ store: new Map() }, "`store`"],
    [{ timeout: 0 }, "`timeout`"],
    [{ timeout: Number.NaN }, "`timeout`"],
    [{ addresses: ["example.com"] }, "`addresses`"],
    [{ trustedHops: -1 }, "trustedHops"],
  ])("refuses the options %j", (options, name) => {
    try {
      endpointOf(options as never);
      expect.unreachable();
    } catch (error) {
      expect(isConnectError(error) && error.code).toBe("configuration_invalid");
      expect(String(error)).toContain(name);
    }
  });
});
