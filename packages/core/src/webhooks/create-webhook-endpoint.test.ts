import { describe, expect, it, onTestFinished, vi } from "vitest";
import { isConnectError } from "../error.ts";
import { deferred, EVENT, endpointOf } from "../testing/webhook-fixture.ts";
import { createMemoryClaimStore, createWebhookEndpoint } from "./index.ts";

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
    const { deliver, errors } = endpointOf({ onEvent });
    const first = deliver();
    // Signatures are checked elsewhere: the second delivery might be the faster one.
    await vi.waitFor(() => expect(onEvent).toHaveBeenCalled(), { timeout: 20_000 });
    expect((await deliver()).status).toBe(503);
    work.resolve();
    expect((await first).status).toBe(200);
    expect((await deliver()).status).toBe(200);
    expect(errors).toEqual([]);
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
    expect(kept).toHaveLength(1);
    await Promise.all(kept);
    expect((await deliver()).status).toBe(200);
    expect(onEvent).toHaveBeenCalledOnce();
  });

  it("keeps an asynchronous onError alive after the response", async () => {
    const report = deferred();
    const onEvent = vi.fn().mockRejectedValue(new Error("database gone"));
    const { deliver, kept } = endpointOf({ onEvent, onError: () => report.promise });
    expect((await deliver()).status).toBe(503);
    expect(kept).toHaveLength(2);
    report.resolve();
    await Promise.all(kept);
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

  it("accepts listed addresses only, as far as proxies are trusted", async () => {
    const { deliver } = endpointOf({ addresses: ["192.0.2.7", "2001:DB8::1", "::ffff:192.0.2.9"] });
    expect((await deliver()).status).toBe(200);
    expect((await deliver({ peer: "2001:db8:0:0::1" })).status).toBe(200);
    expect((await deliver({ peer: "::ffff:c000:207" })).status).toBe(200);
    expect((await deliver({ peer: "192.0.2.9" })).status).toBe(200);
    expect((await deliver({ peer: "192.0.2.8", headers: { "x-forwarded-for": "192.0.2.7" } })).status).toBe(403);
    const behindProxy = endpointOf({ addresses: ["192.0.2.7"], trustedHops: 1 });
    const headers = { "x-forwarded-for": "192.0.2.66, 192.0.2.7" };
    expect((await behindProxy.deliver({ peer: "10.0.0.1", headers })).status).toBe(200);
    expect((await behindProxy.deliver({ peer: "10.0.0.1" })).status).toBe(403);
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
    // What onError throws, after onEvent and after onUnknown.
    expect(log).toHaveBeenCalledTimes(2);
  });

  it("leaves no rejection when the console cannot print an error", async () => {
    const log = vi.spyOn(console, "error").mockImplementation(() => {
      throw new Error("It cannot be printed.");
    });
    onTestFinished(() => log.mockRestore());
    const fail = (): never => {
      throw new Error("of the user's");
    };
    for (const onError of [fail, undefined]) {
      const { deliver, kept } = endpointOf({ onEvent: fail, onError, onUnknown: fail });
      expect((await deliver()).status).toBe(503);
      expect((await deliver({ body: "" })).status).toBe(400);
      expect((await Promise.allSettled(kept)).filter(({ status }) => status === "rejected")).toEqual([]);
    }
    expect(log).toHaveBeenCalled();
  });

  it("reports an onUnknown that rejects", async () => {
    const { deliver, kept, errors } = endpointOf({ onUnknown: () => Promise.reject(new Error("of the user's")) });
    expect((await deliver({ body: "" })).status).toBe(400);
    await Promise.all(kept);
    expect(errors).toEqual([new Error("of the user's")]);
  });

  it("responds when waitUntil throws an error that cannot be printed", async () => {
    const log = vi.spyOn(console, "error").mockImplementation((_, error) => {
      throw error;
    });
    onTestFinished(() => log.mockRestore());
    const fail = (): never => {
      throw new TypeError("Illegal invocation");
    };
    expect((await endpointOf().deliver({ waitUntil: fail })).status).toBe(200);
    expect(log).toHaveBeenCalled();
  });

  it("reports an adapter that throws, and responds", async () => {
    const { deliver, errors, handled } = endpointOf();
    const header = (): never => {
      throw new Error("of the adapter");
    };
    expect((await deliver({ inbound: { header, peer: undefined } })).status).toBe(503);
    expect(errors).toEqual([new Error("of the adapter")]);
    expect(handled).toEqual([]);
  });

  it.each([undefined, null, "secret"])("refuses %j instead of options", (options) => {
    expect(() => createWebhookEndpoint(options as never)).toThrow("The options must be an object.");
  });

  it.each([1, 60_000])("accepts a timeout of %i ms", (timeout) => {
    expect(() => endpointOf({ timeout })).not.toThrow();
  });

  it.each([
    [{ onEvent: undefined }, "onEvent must be"],
    [{ store: undefined }, "store must be"],
    [{ store: new Map() }, "store must be"],
    [{ store: { ...createMemoryClaimStore(), renew: undefined } }, "store must be"],
    [{ timeout: 0 }, "timeout must be"],
    [{ timeout: Number.NaN }, "timeout must be"],
    [{ timeout: 60_001 }, "timeout must be"],
    [{ addresses: ["example.com"] }, "addresses must be"],
    [{ addresses: ["192.0.2.0/24"] }, "addresses must be"],
    [{ addresses: ["fe80::1%eth0"] }, "addresses must be"],
    [{ addresses: "192.0.2.7" }, "addresses must be"],
    [{ addresses: [7] }, "addresses must be"],
    [{ addresses: null }, "addresses must be"],
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
