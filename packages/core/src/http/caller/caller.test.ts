import { runInNewContext } from "node:vm";
import { LOCAL_API_KEY } from "@plastiq-connect/sandbox";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { clientSecretCredential, createCallerWith } from "../../adapter.ts";
import { createClient } from "../../client.ts";
import { createPayer, createPaymentMethod, retrievePayer } from "../../index.ts";
import { CARD, failureOf, fetchOf, fixture, json, NOBODY, PAYER, PERSON, respondWith } from "../../testing/fixture.ts";
import type { Fetch } from "../transport/fetch.ts";
import type { CallerOptions } from "./caller.ts";
import { completeOptions } from "./complete-options.ts";
import { createCaller } from "./create-caller.ts";

describe("the limits of a call", () => {
  const MOST = 2_147_483_647;
  it.each([
    ["timeout", 1],
    ["deadline", 1],
    ["retries", 0],
  ] as const)("refuses a %s that is not a number in its range", async (name, least) => {
    for (const value of [least - 1, -1, Number.NaN, Number.POSITIVE_INFINITY, MOST + 1, "5", {}, true]) {
      const refused = {
        code: "configuration_invalid",
        outcome: "not-sent",
        message: `${name} must be a number from ${least} to ${MOST}.`,
      };
      expect(await failureOf(() => createClient({ apiKey: "test-key", [name]: value }))).toMatchObject(refused);
      const { client, control } = fixture();
      expect(
        await failureOf(client.clientSecrets.create({ payer: PAYER }, { ...NOBODY, [name]: value })),
      ).toMatchObject(refused);
      expect(control.seen()).toEqual([]);
    }
    for (const value of [least, MOST, undefined]) {
      expect(createClient({ apiKey: "test-key", [name]: value }).baseUrl).toContain("https://");
    }
  });
});

describe("fetch", () => {
  it("is the global one by default, looked up at each request", async () => {
    const client = createClient({ apiKey: LOCAL_API_KEY });
    try {
      for (const clientSecret of ["first", "second"]) {
        const fetch = vi.fn(json({ clientSecret }));
        vi.stubGlobal("fetch", fetch);
        expect((await client.clientSecrets.create({ payer: PAYER }, NOBODY)).reveal()).toBe(clientSecret);
        expect(fetch).toHaveBeenCalledTimes(1);
      }
    } finally {
      vi.unstubAllGlobals();
    }
  });

  it('gets redirect: "manual" and a signal', async () => {
    const fetch = vi.fn((_url: string, _init: object) => Promise.resolve(json({ clientSecret: "s" })()));
    await fixture({ fetch }).client.clientSecrets.create({ payer: PAYER }, NOBODY);
    expect(fetch.mock.calls).toMatchObject([
      [
        "https://connect.sandbox.plastiq.com/api/client-secrets",
        { method: "POST", redirect: "manual", signal: expect.any(AbortSignal) },
      ],
    ]);
  });
});

describe("creating a client", () => {
  it("uses no I/O, clock or randomness, which Workers forbid at startup", () => {
    const forbidden = [
      vi.spyOn(globalThis, "fetch"),
      vi.spyOn(globalThis, "setTimeout"),
      vi.spyOn(Date, "now"),
      vi.spyOn(performance, "now"),
      vi.spyOn(Math, "random"),
      vi.spyOn(crypto, "randomUUID"),
      vi.spyOn(crypto, "getRandomValues"),
    ];
    createClient({ apiKey: () => LOCAL_API_KEY, environment: "production" });
    const called = forbidden.filter((spy) => spy.mock.calls.length > 0);
    vi.restoreAllMocks();
    expect(called).toEqual([]);
  });

  it("uses globals only during a call", async () => {
    const first = respondWith(json({ clientSecret: "first" }));
    const second = respondWith(json({ clientSecret: "second" }));
    const clients = [
      fixture({ fetch: first, apiKey: "test-key-1" }).client,
      fixture({ fetch: second, apiKey: "test-key-2" }).client,
    ];
    await Promise.all(clients.map((client) => client.clientSecrets.create({ payer: PAYER }, NOBODY)));
    expect(first.asked[0]?.headers.get("authorization")).toBe("Bearer test-key-1");
    expect(second.asked[0]?.headers.get("authorization")).toBe("Bearer test-key-2");
  });
});

describe("a caller with a client secret", () => {
  it("stores a payment method without any API key", async () => {
    const { sandbox, client, control } = fixture();
    const secret = await client.clientSecrets.create({ payer: PAYER }, NOBODY);
    const caller = createCallerWith(clientSecretCredential(secret), { fetch: fetchOf(sandbox) });
    expect(await createPaymentMethod(caller, CARD, NOBODY)).toMatchObject({ status: "ACTIVE" });
    expect(control.seen().at(-1)).toMatchObject({ bearer: { label: "client-secret-1" } });
  });

  it("reports that a client secret lacks a permission, and the next step", async () => {
    const { sandbox, client, control } = fixture();
    const secret = await client.clientSecrets.create({ payer: PAYER }, NOBODY);
    const caller = createCallerWith(clientSecretCredential(secret), { fetch: fetchOf(sandbox) });
    const failure = await failureOf(retrievePayer(caller, PAYER.id, NOBODY));
    expect(failure).toMatchObject({ code: "forbidden", attempts: 1 });
    expect(failure.message).toContain("A client secret expires after 60 s and works once, for its payer only");
    control.advance(60_000);
    expect(await failureOf(createPaymentMethod(caller, CARD, NOBODY))).toMatchObject({
      code: "unauthorized",
      attempts: 1,
      message: expect.stringContaining("mint a new one."),
    });
  });
});

describe("a credential of an adapter", () => {
  const USELESS = [undefined, null, 12_345_678, {}, "", "two words", "with\r\nx-evil: 1"] as const;

  it.each(USELESS)("sends nothing when its token is %j, which no error repeats", async (token) => {
    for (const given of [token, Promise.resolve(token)]) {
      const fetch = respondWith(json({}, 401));
      const credential = { token: () => given as never, renewable: false, advice: {} };
      const failure = await failureOf(createPaymentMethod(createCallerWith(credential, { fetch }), CARD, NOBODY));
      expect(failure).toMatchObject({ code: "configuration_invalid", outcome: "not-sent", attempts: 0 });
      expect(failure.message).not.toContain("evil");
      expect(fetch.asked).toEqual([]);
    }
  });
});

describe("a client secret whose time is over according to the local clock", () => {
  async function lateSecret() {
    vi.useFakeTimers({ toFake: ["Date"] });
    onTestFinished(() => void vi.useRealTimers());
    const { sandbox, client, control } = fixture();
    const secret = await client.clientSecrets.create({ payer: PAYER }, NOBODY);
    const end = () => vi.setSystemTime(secret.expiresAt);
    const fetch: Fetch = async (url, init) => {
      const response = await fetchOf(sandbox)(url, init);
      end();
      return response;
    };
    const caller = createCallerWith(clientSecretCredential(secret), { fetch });
    const spends = () => control.seen({ operation: "createPaymentMethod" }).length;
    return { caller, control, end, spends };
  }

  it("is not sent", async () => {
    const { caller, end, spends } = await lateSecret();
    end();
    const failure = await failureOf(createPaymentMethod(caller, CARD, NOBODY));
    expect(failure).toMatchObject({ code: "unauthorized", outcome: "not-sent", attempts: 0 });
    expect(failure.traceId).toBeUndefined();
    expect(failure.message).toMatch(/expired.*mint a new one/);
    expect(spends()).toBe(0);
  });

  it("is not sent again", async () => {
    const { caller, control, spends } = await lateSecret();
    control.addFault({ operation: "createPaymentMethod", kind: "status", status: 503, retryAfter: "0" });
    const failure = await failureOf(createPaymentMethod(caller, CARD, NOBODY));
    expect(failure).toMatchObject({ code: "unauthorized", outcome: "rejected", attempts: 1 });
    // To be found by: the first attempt left.
    expect(failure.traceId).toBe(control.seen().at(-1)?.traceId);
    expect(spends()).toBe(1);
  });
});

it("waits for every call in progress with settled, also between two attempts, and for nothing when there is none", async () => {
  const { client, control } = fixture();
  await client.settled();
  control.addFault({ operation: "createClientSecret", kind: "status", status: 503, retryAfter: "1" });
  const minting = client.clientSecrets.create({ payer: PAYER }, NOBODY);
  const refused = failureOf(client.payers.retrieve("no uuid", NOBODY));
  await client.settled();
  expect(control.seen().map(({ status }) => status)).toEqual([503, 200]);
  expect((await minting).expired).toBe(false);
  expect(await refused).toMatchObject({ code: "input_invalid" });
});

it.each<[string, (options: CallerOptions) => CallerOptions]>([
  ["without a prototype, as a module's namespace", (options) => Object.assign(Object.create(null), options)],
  ["of another realm, as a frame's", (options) => Object.assign(runInNewContext("({})"), options)],
  ["that are frozen", (options) => Object.freeze(options)],
  ["inside a proxy", (options) => new Proxy(options, {})],
])("takes options %s", async (_, make) => {
  const fetch = respondWith(json({ id: PAYER.id }));
  const options = make({ apiKey: LOCAL_API_KEY, fetch });
  for (const each of [options, completeOptions(options, () => undefined, "set it")]) {
    await createClient(each).payers.retrieve(PAYER.id, NOBODY);
    await retrievePayer(createCaller(each), PAYER.id, NOBODY);
  }
  expect(fetch.asked).toHaveLength(4);
});

it("takes the address of options whose class has getters", () => {
  class Config {
    get apiKey() {
      return LOCAL_API_KEY;
    }
    get environment() {
      return "production" as const;
    }
  }
  const options = new Config();
  const completed = completeOptions(options, () => undefined, "set it");
  expect(createCaller(completed).baseUrl).toBe(createCaller(options).baseUrl);
});

it.each([
  ["no options", null, "The options must be an object."],
  ["a text for options", "key", "The options must be an object."],
  ["a fetch that is not a function", { apiKey: "a-key-of-the-test", fetch: 7 }, "fetch must be a function."],
])("refuses %s in createCaller", async (_, options, message) => {
  expect(await failureOf(() => createCaller(options as never))).toMatchObject({
    code: "configuration_invalid",
    message,
  });
});

it.each(["Headers", "TextDecoder"])(
  "has sent nothing where there is no %s, as in some DOM environments of tests",
  async (name) => {
    vi.stubGlobal(name, undefined);
    onTestFinished(() => void vi.unstubAllGlobals());
    const fetch = vi.fn();
    const caller = createCaller({ apiKey: "a-key-of-the-test", fetch });
    expect(await failureOf(createPayer(caller, PERSON, NOBODY))).toMatchObject({
      code: "configuration_invalid",
      outcome: "not-sent",
      message: "Headers or TextDecoder is missing: load a polyfill.",
    });
    expect(fetch).not.toHaveBeenCalled();
  },
);

it("has sent nothing where there is no global fetch", async () => {
  vi.stubGlobal("fetch", undefined);
  onTestFinished(() => void vi.unstubAllGlobals());
  const caller = createCaller({ apiKey: "a-key-of-the-test" });
  expect(await failureOf(createPayer(caller, PERSON, NOBODY))).toMatchObject({
    code: "configuration_invalid",
    outcome: "not-sent",
    attempts: 1,
    message: "fetch is missing: pass one.",
  });
});
