import { readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";
import { VERSION } from "../../index.ts";
import { CANARY } from "../../testing/expect-invalid.ts";
import { failureOf, fixture, json, NOBODY, PAYER, respondWith, TRACE_ID } from "../../testing/fixture.ts";
import { apiHeaders, browserHeaders } from "./headers.ts";

const UUID_V4 = /^[\da-f]{8}-[\da-f]{4}-4[\da-f]{3}-[89ab][\da-f]{3}-[\da-f]{12}$/;
const OWN_NAME = `plastiq-connect/${VERSION}`;
const WRONG_END_USER = 'endUser must be { userAgent, deviceId, ip } or "none".';
const BROWSER = 'Mozilla/5.0 (X11; Linux) \xe9\xff\t"quoted"';

/** The headers that arrive when a client secret is minted. */
async function sentHeaders(options: object): Promise<Record<string, string>> {
  const fetch = respondWith(json({ clientSecret: "s" }));
  await fixture({ fetch }).client.clientSecrets.create({ payer: PAYER }, { ...NOBODY, ...options });
  return Object.fromEntries(fetch.asked[0]?.headers ?? []);
}

/** Expects a refusal before anything is sent, with nothing of the value in it. */
async function expectInvalid(options: object, message: string): Promise<void> {
  const { client, control } = fixture();
  const failure = await failureOf(client.clientSecrets.create({ payer: PAYER }, { ...NOBODY, ...options }));
  expect(failure).toMatchObject({ code: "input_invalid", outcome: "not-sent", attempts: 0 });
  expect(failure.message).toBe(`createClientSecret (connect.sandbox.plastiq.com): ${message}`);
  expect(control.seen()).toEqual([]);
}

describe("the trace id", () => {
  it("is the given one, upstream and in the response", async () => {
    const { client, control } = fixture();
    const secret = await client.clientSecrets.create({ payer: PAYER }, { ...NOBODY, traceId: TRACE_ID });
    expect(control.seen()).toMatchObject([{ traceId: TRACE_ID }]);
    expect(secret.traceId).toBe(TRACE_ID);
  });

  it("is a new UUID v4 for each call when none is given", async () => {
    const first = (await sentHeaders({}))["trace-id"];
    const second = (await sentHeaders({ traceId: undefined }))["trace-id"];
    expect(first).toMatch(UUID_V4);
    expect(second).toMatch(UUID_V4);
    expect(first).not.toBe(second);
  });

  it("may be given in capitals", async () => {
    expect((await sentHeaders({ traceId: TRACE_ID.toUpperCase() }))["trace-id"]).toBe(TRACE_ID.toUpperCase());
  });

  it.each([
    ["empty", ""],
    ["a UUID v1", "6ba7b810-9dad-11d1-80b4-00c04fd430c8"],
    ["a UUID v4 of another variant", "0b0f7a4e-3c52-4d8e-ca61-6f2b8c1d7e90"],
    ["without dashes", "0b0f7a4e3c524d8e9a616f2b8c1d7e90"],
    ["followed by something", `${TRACE_ID}\n`],
    ["some text", CANARY],
    ["no text", 7],
    ["null", null],
  ])("is refused when it is %s", async (_, traceId) => {
    await expectInvalid({ traceId }, "traceId must be a UUID v4.");
  });
});

describe("the end user", () => {
  it("is described by three headers", async () => {
    const endUser = { userAgent: "Mozilla/5.0", deviceId: "device-1", ip: "2001:db8::1" };
    expect(await sentHeaders({ endUser })).toMatchObject({
      "user-agent": "Mozilla/5.0",
      "end-user-device-id": "device-1",
      "end-user-ip": "2001:db8::1",
    });
  });

  it("keeps every byte of their user agent, also of Latin-1", async () => {
    expect((await sentHeaders({ endUser: { userAgent: BROWSER } }))["user-agent"]).toBe(BROWSER);
  });

  it.each([
    ["without a user agent", { ip: "192.0.2.1" }],
    ["with a user agent that is undefined", { userAgent: undefined }],
    ['"none"', "none"],
  ])("%s is announced by the library's own name", async (_, endUser) => {
    expect((await sentHeaders({ endUser }))["user-agent"]).toBe(OWN_NAME);
  });

  it('"none" has neither device nor address', async () => {
    expect(Object.keys(await sentHeaders({ endUser: "none" }))).toEqual([
      "accept",
      "authorization",
      "content-type",
      "trace-id",
      "user-agent",
    ]);
  });

  it("sets no user agent when it is the browser itself, and may have a device id", () => {
    const headers = { accept: "application/json", "trace-id": TRACE_ID };
    expect(browserHeaders({}, TRACE_ID)).toEqual(headers);
    expect(browserHeaders({ deviceId: "device-1" }, TRACE_ID)).toEqual({
      ...headers,
      "end-user-device-id": "device-1",
    });
    expect(() => browserHeaders({ deviceId: "a\nb" }, TRACE_ID)).toThrow(/^deviceId /);
  });

  it("may have no prototype, as what parsers make", () => {
    const endUser = Object.assign(Object.create(null), { ip: "203.0.113.7" });
    expect(apiHeaders({ endUser }, TRACE_ID)).toMatchObject({ "end-user-ip": "203.0.113.7" });
  });

  it.each([[undefined], [null], ["nobody"], [7], [Promise.resolve()]])("is refused when it is %s", async (endUser) => {
    await expectInvalid({ endUser }, WRONG_END_USER);
  });

  it.each([
    ["a misspelled name", { useragent: CANARY }],
    ["a misspelled name without a value", { userAgent: "Ada's browser", deviceID: undefined }],
    ["a request", new Request("https://shop.example", { headers: { "user-agent": CANARY } })],
    ["the headers of a request", new Headers({ "user-agent": CANARY })],
    ["the fields of a request", Object.assign(new (class {})(), { ip: "203.0.113.7", headers: {} })],
  ])("is refused with %s, which the vendor would not get", async (_, endUser) => {
    await expectInvalid({ endUser }, WRONG_END_USER);
    const fetch = respondWith(json({}));
    const { payments } = fixture({ fetch }).client;
    const pay = { idempotencyKey: "generate", expect: { sourceAmount: { value: 1, currency: "USD" } } } as const;
    const call = payments.create(
      { paymentIntent: { id: PAYER.id }, payer: PAYER },
      { ...pay, endUser: endUser as never },
    );
    expect(await failureOf(call)).toMatchObject({
      code: "input_invalid",
      outcome: "not-sent",
      message: expect.stringContaining(WRONG_END_USER),
    });
    expect(fetch.asked).toEqual([]);
  });

  it("is named as missing when the options are left out", async () => {
    const { client } = fixture();
    const failure = await failureOf(client.clientSecrets.create({ payer: PAYER }, undefined as never));
    expect(failure).toMatchObject({
      code: "input_invalid",
      message: expect.stringContaining(WRONG_END_USER),
    });
  });
});

describe("a value that cannot be sent is refused by the name of its field", () => {
  const UNSENDABLE = [
    ["with a new line", `a\n${CANARY}`],
    ["with a carriage return", `a\r${CANARY}`],
    ["with a NUL", `a\0${CANARY}`],
    ["with another control character", `a\x1b${CANARY}`],
    ["beyond Latin-1", `a\u{1f600}${CANARY}`],
    ["with a space at its start", ` ${CANARY}`],
    ["with a tab at its end", `${CANARY}\t`],
    ["that is empty", ""],
    ["that is not text", 7],
    ["that is null", null],
  ] as const;
  const MESSAGES = {
    userAgent: "endUser.userAgent cannot be sent as a header.",
    deviceId: "endUser.deviceId cannot be sent as a header.",
    ip: "endUser.ip must be an IPv4 or IPv6 address, without a port.",
  };
  for (const [field, message] of Object.entries(MESSAGES)) {
    it.each(UNSENDABLE)(`endUser.${field} %s`, async (_, value) => {
      await expectInvalid({ endUser: { [field]: value } }, message);
    });
  }
  it.each(UNSENDABLE)("takes a further header %s", async (_, value) => {
    await expectInvalid({ headers: { "x-new": value } }, "headers.x-new cannot be sent as a header.");
  });
});

describe("further headers", () => {
  it("are sent", async () => {
    expect(await sentHeaders({ headers: { "X-New": "value", "x-other": "k" } })).toMatchObject({
      "x-new": "value",
      "x-other": "k",
    });
  });

  it.each([
    "accept",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "cookie",
    "end-user-device-id",
    "end-user-ip",
    "host",
    "idempotency-key",
    "trace-id",
    "transfer-encoding",
    "user-agent",
  ])("may not be %s, in any case", async (name) => {
    const title = name.replace(/(^|-)\w/g, (letter) => letter.toUpperCase());
    for (const written of [name, title, name.toUpperCase()]) {
      await expectInvalid({ headers: { [written]: CANARY } }, "headers contains an invalid or reserved name.");
    }
  });

  it.each(["", "with space", "new\nline", "colon:", "ünicode", `${CANARY}\0`])("may not be called %j", async (name) => {
    await expectInvalid({ headers: { [name]: "v" } }, "headers contains an invalid or reserved name.");
  });
});

describe("the end user's address", () => {
  it.each([
    ["192.0.2.1", "192.0.2.1"],
    ["2001:DB8:0::1", "2001:db8::1"],
    // As Express has it of a socket that speaks both.
    ["::ffff:192.0.2.1", "192.0.2.1"],
  ])("%s arrives as %s", async (ip, arrives) => {
    expect((await sentHeaders({ endUser: { ip } }))["end-user-ip"]).toBe(arrives);
  });

  it.each([
    "hello world",
    "",
    "192.0.2.256",
    "192.0.2.1:443",
    "[2001:db8::1]",
    "192.0.2.1, 10.0.0.1",
    "localhost",
    "unknown",
    " 192.0.2.1",
    "fe80::1%eth0",
    "192.0.2.0/24",
  ])("is refused when it is %j", async (ip) => {
    const message = "endUser.ip must be an IPv4 or IPv6 address, without a port.";
    await expectInvalid({ endUser: { ip } }, message);
  });
});

describe("a call's options", () => {
  it.each([
    ["headers", null],
    ["headers", "x-name: value"],
    ["headers", ["x-name", "value"]],
    ["headers", new Headers({ "x-name": "value" })],
    ["headers", new Map([["x-name", "value"]])],
  ])("%s may not be %o", async (name, value) => {
    await expectInvalid({ [name]: value }, "headers must be a plain object.");
  });

  const { proxy: revoked, revoke } = Proxy.revocable({}, {});
  revoke();
  const deaf = {
    aborted: false,
    addEventListener() {
      throw new TypeError("Illegal invocation");
    },
  };
  it.each([
    ["null", null],
    ["a text", "abort"],
    ["a number", 1],
    ["an empty object", {}],
    ["an object without methods", { aborted: false }],
    ["a controller", new AbortController()],
    ["a proxy that does not pass its methods on", deaf],
    ["a revoked proxy", revoked],
  ])("refuse a signal that is %s, each time", async (_, signal) => {
    const message = "signal must be an AbortSignal, neither frozen nor inside a proxy.";
    await expectInvalid({ signal }, message);
    await expectInvalid({ signal }, message);
  });

  it.each([[null], [undefined], ["self-made"], [7]])("refuse an endUser that is %o", async (endUser) => {
    await expectInvalid({ endUser }, WRONG_END_USER);
  });

  it.each([[null], [undefined], [7]])("name the missing end user when they are %o", async (options) => {
    const { client, control } = fixture();
    expect(await failureOf(client.clientSecrets.create({ payer: PAYER }, options as never))).toMatchObject({
      code: "input_invalid",
      message: expect.stringContaining(WRONG_END_USER),
    });
    expect(control.seen()).toEqual([]);
  });

  it("count as left out when they are undefined", async () => {
    const undefinedOptions = {
      traceId: undefined,
      signal: undefined,
      headers: { "x-name": undefined },
      timeout: undefined,
      deadline: undefined,
      retries: undefined,
      endUser: { userAgent: undefined, deviceId: undefined, ip: undefined },
    };
    expect(await sentHeaders(undefinedOptions)).toMatchObject({ "user-agent": OWN_NAME });
  });
});

it("has the package's VERSION", () => {
  const manifest = JSON.parse(readFileSync(new URL("../../../package.json", import.meta.url), "utf8"));
  expect(VERSION).toBe(manifest.version);
});
