import { inspect } from "node:util";
import { runInNewContext } from "node:vm";
import { describe, expect, it } from "vitest";
import { ConnectError, type ConnectErrorInit, isConnectError, isDeclined } from "../error.ts";
import { TRACE_ID } from "./fixture.ts";

const INIT = {
  code: "request_refused",
  outcome: "rejected",
  next: "fix-input",
  message: "No.",
  status: 400,
  apiCode: "VALIDATION_ERROR",
  details: ["payer.id"],
  fields: ["payer.id"],
  traceId: TRACE_ID,
  retryAfter: 5,
  attempts: 2,
  operation: "createPayer",
  host: "connect.plastiq.com",
} as const;

const DOCS = "https://github.com/plastiq-connect/plastiq-connect/blob/main/docs/guide/errors.md";

describe("a ConnectError", () => {
  it("is an Error with its facts", () => {
    const cause = new Error("cause");
    const error = new ConnectError({ ...INIT, cause });
    expect(error).toBeInstanceOf(Error);
    expect(error.name).toBe("ConnectError");
    expect(error.message).toBe("No.");
    expect(error.cause).toBe(cause);
    expect(error.stack).toContain("ConnectError: No.");
    expect({ ...error }).toEqual({ name: "ConnectError", ...INIT, message: undefined });
  });

  it("omits unknown facts, and the cause when there is none", () => {
    const error = new ConnectError({ code: "aborted", outcome: "unknown", message: "m", status: undefined });
    expect(Object.keys(error).sort()).toEqual(["attempts", "code", "details", "fields", "name", "next", "outcome"]);
    expect(error).toMatchObject({ details: [], fields: [], attempts: 0 });
    expect("cause" in error).toBe(false);
  });

  it("becomes JSON with its message, without its stack and cause", () => {
    const error = new ConnectError({ ...INIT, cause: new Error("cause") });
    expect(JSON.parse(JSON.stringify({ error }))).toEqual({
      error: { name: "ConnectError", ...INIT, docsUrl: `${DOCS}#request_refused` },
    });
  });

  it("can be created again from its JSON, in another process", () => {
    const error = new ConnectError({ ...INIT, idempotencyKey: TRACE_ID, replayed: true });
    const theirs = new ConnectError(structuredClone(error.toJSON()));
    expect(isConnectError(theirs)).toBe(true);
    expect(theirs.toJSON()).toEqual(error.toJSON());
  });

  it("prints its name, its message and its facts", () => {
    const printed = inspect(new ConnectError(INIT));
    expect(printed).toMatch(/^ConnectError: No\./);
    expect(printed).toContain("code: 'request_refused'");
  });
});

describe("isConnectError", () => {
  // A path that only the test runner resolves, so that the type checker does not.
  const copy = async (): Promise<typeof import("../error.ts")> => import(/* @vite-ignore */ `../error.ts?${"copy"}`);

  it("knows the errors of this copy and of another", async () => {
    const other = await copy();
    const theirs = new other.ConnectError(INIT);
    expect(other.ConnectError).not.toBe(ConnectError);
    expect(theirs).not.toBeInstanceOf(ConnectError);
    expect(isConnectError(theirs)).toBe(true);
    expect(other.isConnectError(new ConnectError(INIT))).toBe(true);
    expect(isConnectError(new ConnectError(INIT))).toBe(true);
  });

  it("knows those of another realm, such as a frame or a test's sandbox", () => {
    const theirs = runInNewContext(
      "Object.assign(new Error('x'), { [Symbol.for('plastiq-connect.ConnectError')]: true })",
    );
    expect(theirs).not.toBeInstanceOf(Object);
    expect(isConnectError(theirs)).toBe(true);
  });

  it.each([
    [undefined],
    [null],
    ["ConnectError"],
    [7],
    [{}],
    [new Error("ConnectError")],
    [{ name: "ConnectError", code: "aborted" }],
    [Object.assign(new Error("e"), { name: "ConnectError", code: "aborted" })],
  ])("knows that %s is none", (value) => {
    expect(isConnectError(value)).toBe(false);
  });
});

describe("isDeclined", () => {
  const declined: ConnectErrorInit = { ...INIT, apiCode: "PAYMENT_METHOD_DECLINED" };

  it("is true when the issuer declined the card", () => {
    expect(isDeclined(new ConnectError(declined))).toBe(true);
  });

  it.each([
    ["another refusal of the vendor's", new ConnectError({ ...declined, apiCode: "VALIDATION_ERROR" })],
    ["an outcome that is not known", new ConnectError({ ...declined, outcome: "unknown" })],
    ["an error of another kind", Object.assign(new Error("no"), declined)],
    ["nothing", undefined],
  ])("is false for %s", (_, error) => expect(isDeclined(error)).toBe(false));
});
