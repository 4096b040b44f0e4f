import type { OperationName } from "@plastiq-connect/sandbox";
import { describe, expect, it } from "vitest";
import * as adapter from "../../adapter.ts";
import * as core from "../../index.ts";
import { NOBODY } from "../../testing/fixture.ts";

type Function = (caller: unknown, ...args: readonly unknown[]) => Promise<unknown>;

const KEY = "0b0f7a4e-3c52-4d8e-9a61-6f2b8c1d7e90";
const ARGUMENTS: Readonly<Record<string, readonly unknown[]>> = {
  listCategories: [NOBODY],
  retrievePayer: [KEY, NOBODY],
  sendDocument: [{}, new Blob(["x"]), NOBODY],
};

// An operation of the sandbox that one of the two does not export is an error of types.
const exported: Readonly<Record<`${OperationName}Operation`, unknown>> = adapter;
const functions: Readonly<Record<OperationName, unknown>> = core;

const FUNCTIONS = [
  ...Object.keys(exported).filter((name) => name.endsWith("Operation")),
  "sendDocument",
  "requestApi",
  "resolvePayment",
  "waitForPayment",
].map((name) => name.replace(/Operation$/, ""));
// Not functions of their own: a page tokenizes, and `requestApi` makes the requests.
const operations = FUNCTIONS.filter((name) => name !== "tokenize" && name !== "request");

describe.each(operations)("%s", (name) => {
  it.each([
    ["nothing", undefined],
    ["null", null],
    ["the options of a client", { apiKey: "test-key-of-20-chars" }],
    ["a function that returns a client", () => core.createClient({ apiKey: "test-key-of-20-chars" })],
    ["a promise of a client", Promise.resolve(core.createClient({ apiKey: "test-key-of-20-chars" }))],
  ])("rejects %s instead of a caller, and names the argument", async (_, caller) => {
    const operation = (functions as Record<string, Function>)[name] as Function;
    const settings = { ...NOBODY, timeout: 1_000, until: "DEPOSITED", idempotencyKey: KEY };
    const input = { id: KEY, payer: { id: KEY }, payerId: KEY, paymentIntent: { id: KEY } };
    const args = ARGUMENTS[name] ?? [input, settings];
    const outcome = operation(caller, ...args).then(
      () => "resolved",
      (error: unknown) => error,
    );
    expect(await outcome).toMatchObject({
      code: "configuration_invalid",
      outcome: "not-sent",
      message: expect.stringMatching(/^The first argument must be a client or a caller/),
    });
  });
});

it.each([undefined, { apiKey: "test-key-of-20-chars" }])("withOptions refuses %o", (caller) => {
  expect(() => core.withOptions(caller as never, {})).toThrow(/^The first argument must be a client or a caller/);
});
