import { describe, expect, it, onTestFinished, vi } from "vitest";
import { inboundOf } from "../end-user/inbound.ts";
import { EVENT, endpointOf, OTHER, SECRET } from "../testing/webhook-fixture.ts";
import { MAX_EVENT_BYTES, parseWebhookEvent, type WebhookSecret } from "./index.ts";

const anotherEvent = (): string => JSON.stringify({ ...EVENT, id: crypto.randomUUID() });

describe("createWebhookEndpoint", () => {
  describe("secret", () => {
    it.each([
      ["another secret", `/hooks/${OTHER}`],
      ["no secret", "/hooks/"],
      ["a part of the secret", `/hooks/${SECRET.slice(1)}`],
      ["the secret in another segment", `/${SECRET}/hooks`],
      ["the secret in the query", `/hooks?${SECRET}`],
      ["the secret and two slashes", `/hooks/${SECRET}//`],
    ])("responds 404 to %s", async (_, path) => {
      const { deliver, handled } = endpointOf();
      const response = await deliver({ path });
      expect([response.status, response.headers.get("allow")]).toEqual([404, null]);
      expect((await deliver({ path, method: "GET" })).status).toBe(404);
      expect(handled).toEqual([]);
    });

    it("accepts a slash after the secret, which frameworks add", async () => {
      const { deliver } = endpointOf();
      expect((await deliver({ path: `/hooks/${SECRET}/` })).status).toBe(200);
      expect((await deliver({ path: `/hooks/${OTHER}/` })).status).toBe(404);
    });

    it.each(["", "a b", "a/hooks", "999.1.1.1", "a:99999"])(
      "responds 400 to a Host of %j, from which Bun makes a URL that cannot be parsed",
      async (host) => {
        const { endpoint, handled, errors } = endpointOf();
        const headers = new Headers({ host });
        const request = { url: `/hooks/${SECRET}`, method: "POST", headers, body: null, bodyUsed: false } as Request;
        const response = await endpoint(request, { inbound: inboundOf(request), native: "native" });
        expect(response.status).toBe(400);
        expect([handled, errors]).toEqual([[], []]);
      },
    );

    it("accepts either of two secrets, and one that comes with the request", async () => {
      const two = endpointOf({ secret: [OTHER, SECRET] });
      expect((await two.deliver()).status).toBe(200);
      expect((await two.deliver({ path: `/hooks/${OTHER}` })).status).toBe(200);
      const later = endpointOf({ secret: (native) => (native === "native" ? SECRET : OTHER) });
      expect((await later.deliver()).status).toBe(200);
    });

    it("follows a function that rotates its secrets, also while requests are in progress", async () => {
      let secret: WebhookSecret = SECRET;
      const { deliver } = endpointOf({ secret: () => secret });
      const statuses = async (): Promise<number[]> => {
        const paths = [`/hooks/${SECRET}`, `/hooks/${OTHER}`];
        const both = await Promise.all(paths.map((path) => deliver({ path, body: anotherEvent() })));
        return both.map(({ status }) => status);
      };
      expect(await statuses()).toEqual([200, 404]);
      secret = [OTHER, SECRET];
      expect(await statuses()).toEqual([200, 200]);
      const underWay = statuses();
      secret = OTHER;
      expect(await underWay).toEqual([200, 200]);
      expect(await statuses()).toEqual([404, 200]);
      secret = SECRET;
      expect(await statuses()).toEqual([200, 404]);
    });

    it("accepts a secret that comes from a secrets manager", async () => {
      const { deliver } = endpointOf({ secret: async () => SECRET });
      expect((await deliver({ path: `/hooks/${OTHER}` })).status).toBe(404);
      expect((await deliver()).status).toBe(200);
    });

    it.each([
      ["cannot be fetched", () => Promise.reject(new Error("of the manager")), { message: "of the manager" }],
      ["is not valid", async () => "k3".repeat(21), { code: "configuration_invalid" }],
      ["does not arrive", () => new Promise<never>(() => {}), { message: "The secret took over 9 ms." }],
    ])("asks for another delivery when a secret %s, and reports why", async (_, secret, failure) => {
      const { deliver, handled, errors } = endpointOf({ secret, timeout: 9 });
      expect((await deliver()).status).toBe(503);
      expect(errors).toEqual([expect.objectContaining(failure)]);
      expect(handled).toEqual([]);
    });

    it("keeps the secrets of several tenants apart", async () => {
      let requests = 0;
      const { deliver } = endpointOf({ secret: () => (requests++ % 2 === 0 ? SECRET : OTHER) });
      const responses = await Promise.all(Array.from({ length: 6 }, () => deliver({ body: anotherEvent() })));
      expect(responses.map(({ status }) => status)).toEqual([200, 404, 200, 404, 200, 404]);
    });

    it.each([43, 200])("accepts a secret of %i characters", async (length) => {
      // 32 random bytes are 43 characters of base64url.
      const secret = "aZ9_-".repeat(40).slice(0, length);
      expect((await endpointOf({ secret }).deliver({ path: `/hooks/${secret}` })).status).toBe(200);
    });

    it.each([
      ["short", "k3".repeat(21)],
      ["long", "k3".repeat(101)],
      ["with other characters", `${SECRET}/`],
      ["three", [SECRET, OTHER, SECRET]],
      ["short in one of two", [SECRET, "k3".repeat(21)]],
    ])("refuses a secret that is %s, without repeating it", (_, secret) => {
      const create = (): unknown => endpointOf({ secret: secret as string });
      expect(create).toThrow(/secret must be/);
      expect(create).not.toThrow(/k3k3|z9z9/);
    });

    it.each([
      ["undefined", undefined],
      ["empty", ""],
      ["two empty texts", ["", ""]],
      ["an empty list", []],
    ])("fails each delivery, and not the build that imports the endpoint, while it is %s", async (_, secret) => {
      const { deliver, handled, errors } = endpointOf({ secret: secret as string });
      expect((await deliver()).status).toBe(503);
      expect((await deliver({ path: "/hooks/" })).status).toBe(503);
      expect(handled).toEqual([]);
      expect(errors).toMatchObject([
        { code: "configuration_invalid", message: expect.stringContaining("secret must") },
        { code: "configuration_invalid" },
      ]);
    });
  });

  it.each([
    ["text", "hello"],
    ["an array", "[]"],
    ["null", "null"],
    ["nothing", ""],
    ["no id", JSON.stringify({ ...EVENT, id: undefined })],
    ["an id that is not text", JSON.stringify({ ...EVENT, id: 7 })],
    ["half of a surrogate pair in its id", JSON.stringify({ ...EVENT, id: "\ud83d" })],
    ["a NUL in its id, which no PostgreSQL stores", JSON.stringify({ ...EVENT, id: "a\0" })],
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

  it("needs no onUnknown", async () => {
    const { deliver, errors, kept } = endpointOf();
    expect((await deliver({ body: null })).status).toBe(400);
    await Promise.all(kept);
    expect(errors).toEqual([]);
  });

  it("takes two ids that are not UTF-8 for no id at all, because they would read as one", async () => {
    const { deliver, handled } = endpointOf();
    for (const byte of [0xe8, 0xe9]) {
      const [before = "", after = ""] = JSON.stringify({ ...EVENT, id: "caf|" }).split("|");
      const body = Uint8Array.from([...new TextEncoder().encode(before), byte, ...new TextEncoder().encode(after)]);
      expect((await deliver({ body: body as never })).status).toBe(400);
    }
    expect(handled).toEqual([]);
  });

  it.each([
    ["a byte order mark", `\uFEFF${JSON.stringify(EVENT)}`],
    ["line ends of Windows", JSON.stringify(EVENT, null, 2).replaceAll("\n", "\r\n")],
    ["spaces around it", ` \n${JSON.stringify(EVENT)}\n`],
  ])("handles an event with %s once", async (_, body) => {
    const { deliver, handled } = endpointOf();
    expect((await deliver({ body })).status).toBe(200);
    expect((await deliver()).status).toBe(200);
    expect(handled).toHaveLength(1);
  });

  it.each([
    ["was read", (request: Request) => request.json()],
    ["is being read", (request: Request) => request.body?.getReader()],
  ])("asks for another delivery of an event whose body %s before, and reports why", async (_, read) => {
    const { endpoint, handled, errors } = endpointOf();
    const request = new Request(`https://shop.example/hooks/${SECRET}`, {
      method: "POST",
      body: JSON.stringify(EVENT),
    });
    await read(request);
    const response = await endpoint(request, { inbound: inboundOf(request), native: "native" });
    expect(response.status).toBe(503);
    expect(errors).toMatchObject([
      { code: "configuration_invalid", message: expect.stringContaining("was read before") },
    ]);
    expect(handled).toEqual([]);
  });

  it.each([
    { Type: "SubscriptionConfirmation" },
    { Type: "SubscriptionConfirmation", SubscribeURL: "http://169.254.169.254/" },
    { SubscribeURL: "http://169.254.169.254/" },
  ])("reports a subscription message without opening its URL", async (message) => {
    const fetch = vi.spyOn(globalThis, "fetch");
    onTestFinished(() => fetch.mockRestore());
    const onUnknown = vi.fn();
    const { deliver } = endpointOf({ onUnknown });
    const body = JSON.stringify(message);
    expect((await deliver({ body })).status).toBe(400);
    expect(onUnknown.mock.calls[0]?.[0]).toEqual({ kind: "subscription", text: body });
    expect(fetch).not.toHaveBeenCalled();
  });

  it("responds 413 to a long body, whether its length is announced or not, and reads no more of it", async () => {
    const { deliver } = endpointOf();
    const long = "x".repeat(MAX_EVENT_BYTES + 1);
    expect((await deliver({ body: long })).status).toBe(413);
    const pull = vi.fn();
    const headers = { "content-length": String(long.length) };
    expect((await deliver({ body: new ReadableStream({ pull }, { highWaterMark: 0 }), headers })).status).toBe(413);
    expect(pull).not.toHaveBeenCalled();
    const cancel = vi.fn();
    const endless = new ReadableStream({ pull: (stream) => stream.enqueue(new Uint8Array(10_000)), cancel });
    expect((await deliver({ body: endless })).status).toBe(413);
    expect(cancel).toHaveBeenCalledOnce();
  });

  it("takes a body of 64 KiB, also when its characters are split between chunks", async () => {
    const { deliver, handled } = endpointOf();
    const event = { ...EVENT, more: "€" };
    const bytes = new TextEncoder().encode(JSON.stringify(event).padEnd(MAX_EVENT_BYTES - 2, " "));
    const at = bytes.indexOf(0xe2) + 1;
    const body = new ReadableStream({
      start(stream) {
        stream.enqueue(bytes.slice(0, at));
        stream.enqueue(bytes.slice(at));
        stream.close();
      },
    });
    expect((await deliver({ body, headers: { "content-length": String(bytes.length) } })).status).toBe(200);
    expect(handled).toEqual([event]);
  });

  it("responds 408 to a body that does not arrive, and reads no more of it", async () => {
    const { deliver } = endpointOf({ timeout: 1_000 });
    const cancel = vi.fn();
    const silent = new ReadableStream({ start: (stream) => stream.enqueue(new Uint8Array(1)), cancel });
    expect((await deliver({ body: silent })).status).toBe(408);
    expect(cancel).toHaveBeenCalledOnce();
  });

  it("responds 405 to other methods", async () => {
    const { deliver } = endpointOf();
    const response = await deliver({ method: "GET" });
    expect([response.status, response.headers.get("allow")]).toEqual([405, "POST"]);
    expect(response.headers.get("cache-control")).toBe("no-store");
  });
});

describe("parseWebhookEvent", () => {
  it.each([
    ["text that is not JSON", "x7"],
    ["JSON that is not an object", "7"],
    ["null", "null"],
    ["a long text", JSON.stringify({ ...EVENT, more: "x".repeat(MAX_EVENT_BYTES) })],
    ["a text of fewer characters, but as many bytes", JSON.stringify({ ...EVENT, more: "€".repeat(22_000) })],
  ])("refuses %s, without repeating it", (_, text) => {
    const refused = { code: "input_invalid", message: expect.not.stringMatching(/7|x{9}|€/) };
    expect(() => parseWebhookEvent(text)).toThrow(expect.objectContaining(refused));
  });

  it.each([undefined, null, EVENT])("asks for the text when it gets %o", (parsed) => {
    const refused = {
      code: "input_invalid",
      message: expect.stringContaining("The event must be text: pass the body"),
    };
    expect(() => parseWebhookEvent(parsed as never)).toThrow(expect.objectContaining(refused));
  });

  it("accepts ids of up to 200 characters", () => {
    const event = { ...EVENT, id: "x".repeat(200) };
    expect(parseWebhookEvent(JSON.stringify(event))).toEqual(event);
  });
});
