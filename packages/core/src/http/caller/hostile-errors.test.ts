import { afterEach, describe, expect, it, onTestFinished, vi } from "vitest";
import type { Client } from "../../client.ts";
import { isConnectError } from "../../error.ts";
import { failureOf, fixture, NOBODY, PAYER, PERSON } from "../../testing/fixture.ts";
import { refuseUnhandledRejections } from "../../testing/unhandled.ts";

refuseUnhandledRejections();

const bite = (): never => {
  throw new Error("bitten");
};
const getter = (name: string): Error => Object.defineProperty(new Error("x"), name, { get: bite });
function revoked(): object {
  const { proxy, revoke } = Proxy.revocable(new Error("x"), {});
  revoke();
  return proxy;
}
function circular(): Error {
  const error = new Error("x");
  error.cause = new Error("y", { cause: error });
  return error;
}

const HOSTILE: readonly (readonly [string, unknown])[] = [
  ["undefined", undefined],
  ["a symbol", Symbol("x")],
  ["a bigint", 1n],
  ["a function", () => {}],
  ["an object without a prototype", Object.create(null)],
  ["an error whose message cannot be read", getter("message")],
  ["an error whose name cannot be read", getter("name")],
  ["an error whose code cannot be read", getter("code")],
  ["an error whose cause cannot be read", getter("cause")],
  ["an error whose stack cannot be read", getter("stack")],
  [
    "an error whose message is an object that cannot be a text",
    Object.assign(new Error(), { message: { toString: bite } }),
  ],
  ["an error whose code is a symbol", Object.assign(new Error("x"), { code: Symbol("x") })],
  ["an error whose name is a symbol", Object.assign(new Error("x"), { name: Symbol("x") })],
  ["an object that cannot be a text", { toString: bite, [Symbol.toPrimitive]: bite }],
  ["a revoked proxy", revoked()],
  ["a proxy that refuses everything", new Proxy({}, { get: bite, has: bite, ownKeys: bite, getPrototypeOf: bite })],
  ["an error whose cause is a revoked proxy", new Error("x", { cause: revoked() })],
  ["a frozen error", Object.freeze(new Error("x"))],
  ["an error whose causes are circular", circular()],
];

describe.each(HOSTILE)("what is thrown: %s", (_, thrown) => {
  const fail = (): never => {
    throw thrown;
  };
  afterEach(() => vi.restoreAllMocks());

  it("thrown by fetch is a network failure of unknown outcome", async () => {
    const { client } = fixture({ fetch: async () => fail() });
    const failure = await failureOf(client.payers.create(PERSON, NOBODY));
    expect(failure).toMatchObject({ code: "network_failed", outcome: "unknown", attempts: 1 });
    expect(failure.message).toContain("The request may have taken effect.");
  });

  it("thrown while the connection is made is known as not sent", async () => {
    const { client } = fixture({
      async fetch(_url, init) {
        init.onStage?.("connecting");
        return fail();
      },
    });
    const failure = await failureOf(client.payers.create(PERSON, { ...NOBODY, retries: 0 }));
    expect(failure).toMatchObject({ code: "network_failed", outcome: "not-sent" });
  });

  it("thrown while the body is read is a failure of unknown outcome", async () => {
    const body = { getReader: () => ({ read: async () => fail(), cancel: async () => {} }) };
    const { client } = fixture({ fetch: async () => ({ status: 200, headers: new Headers(), body }) });
    const failure = await failureOf(client.payers.create(PERSON, NOBODY));
    expect(failure).toMatchObject({ code: "network_failed", outcome: "unknown", attempts: 1 });
  });

  it("thrown by an API key function is an invalid configuration, and nothing is sent", async () => {
    const { client, control } = fixture({ apiKey: fail });
    const failure = await failureOf(client.payers.create(PERSON, NOBODY));
    expect(failure).toMatchObject({ code: "configuration_invalid", outcome: "not-sent", attempts: 0 });
    expect(control.seen()).toEqual([]);
  });

  it("thrown by a hook changes nothing, and is reported", async () => {
    const report = vi.spyOn(console, "error").mockImplementation((...values) => {
      // As a console that prints what it is given.
      for (const value of values) if (value instanceof Error) JSON.stringify([value.message, value.stack, value.name]);
    });
    const { client } = fixture({ hooks: { onRequest: fail, onResponse: fail, onEnd: fail } });
    await expect(client.clientSecrets.create({ payer: PAYER }, NOBODY)).resolves.toBeDefined();
    await new Promise((resolve) => setTimeout(resolve, 0));
    // Some of the values cannot be compared either.
    const texts = report.mock.calls.map(([text]) => text);
    for (const name of ["onRequest", "onResponse", "onEnd"]) {
      expect(texts).toContain(`plastiq-connect: hook ${name} failed:`);
    }
  });

  it("is not a ConnectError", () => {
    expect(isConnectError(thrown)).toBe(false);
  });
});

describe("a custom fetch whose reader cannot cancel", () => {
  const never = (): Promise<never> => new Promise(() => {});
  const CANCELS = [
    ["has no cancel()", undefined],
    ["returns nothing", () => {}],
    [
      "throws",
      () => {
        throw new Error("oops");
      },
    ],
    ["rejects", () => Promise.reject(new Error("oops"))],
  ] as const;

  const clientOf = (reader: object, timeout?: number): Client => {
    const body = { getReader: () => reader } as never;
    return fixture({ fetch: async () => ({ status: 200, headers: new Headers(), body }), timeout }).client;
  };

  it.each(CANCELS)("because it %s times out, and ends no process", async (_, cancel) => {
    const uncaught: unknown[] = [];
    const note = (error: unknown): void => void uncaught.push(error);
    // Node throws the error of a listener in a later turn, and this ends a process.
    const before = process.listeners("uncaughtException");
    process.removeAllListeners("uncaughtException").on("uncaughtException", note);
    onTestFinished(() => {
      process.removeAllListeners("uncaughtException");
      for (const listener of before) process.on("uncaughtException", listener);
    });
    const failure = await failureOf(clientOf({ read: never, cancel }, 20).payers.create(PERSON, NOBODY));
    await new Promise((resolve) => setTimeout(resolve, 0));
    expect(failure).toMatchObject({ code: "timed_out", outcome: "unknown" });
    expect(uncaught).toEqual([]);
  });

  it.each(CANCELS)("because it %s is read up to the limit", async (_, cancel) => {
    let reads = 0;
    const read = async () => ({ done: ++reads > 30, value: new Uint8Array(100_000) });
    const failure = await failureOf(clientOf({ read, cancel }).payers.create(PERSON, NOBODY));
    expect(failure).toMatchObject({ code: "response_unreadable", outcome: "unknown" });
    // 1 MiB, of 3 MB.
    expect(reads).toBe(11);
  });
});

describe("a fetch that resolves with Response.error()", () => {
  it("has failed to reach the network, with an unknown outcome", async () => {
    const { client } = fixture({ fetch: async () => Response.error() });
    const failure = await failureOf(client.payers.create(PERSON, NOBODY));
    expect(failure).toMatchObject({ code: "network_failed", outcome: "unknown", attempts: 1 });
    expect(failure.status).toBeUndefined();
    expect(failure.message).toContain("The connection failed.");
  });
});
