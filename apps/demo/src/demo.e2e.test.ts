import { existsSync } from "node:fs";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { type RunningSandbox, startSandbox } from "@plastiq-connect/sandbox/server";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { BROWSER_REQUEST } from "./end-user.ts";
import { demo, demoOnFullDisk, demoUnread, HIDDEN } from "./testing/run-demo.ts";

// Of no use at the vendor: were a guard to fail, nothing would come of it.
const NO_KEY = "not-a-key";
const PRODUCTION = "https://connect.plastiq.com/api";

let sandbox: RunningSandbox;
beforeAll(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.control.reset());
afterAll(() => sandbox?.close());

function addError(operation: "createPaymentIntent" | "refundPayment"): void {
  sandbox.control.addFault({ operation, kind: "status", status: 400, times: null });
}

describe("with a key", () => {
  it("runs the same steps at the API, except those that need the local sandbox", async () => {
    const { status, output } = await demo({ PLASTIQ_API_KEY: LOCAL_API_KEY, PLASTIQ_BASE_URL: sandbox.baseUrl });

    expect(output).toContain("Every step did what it says.");
    expect(status).toBe(0);
    const seen = sandbox.control.seen();
    expect(seen.map(({ operation, status }) => `${operation} ${status}`)).toEqual([
      "createPayer 200",
      "createClientSecret 200",
      "createPaymentMethod 200",
      "createPaymentMethod 401",
      "listCategories 200",
      "createRecipient 200",
      "createPaymentIntent 200",
      "createPayment 200",
      "createPayment 200",
      "createPaymentIntent 200",
      "createPayment 200",
      "refundPayment 200",
    ]);
    for (const { headers } of seen.slice(0, 4)) {
      expect(headers).toMatchObject({
        "user-agent": BROWSER_REQUEST.headers["user-agent"],
        "end-user-device-id": BROWSER_REQUEST.headers["end-user-device-id"],
        "end-user-ip": "203.0.113.7",
      });
    }
    expect(output).toContain("Skipped: the lost response, the review, the document and the deposit.");
    expect(sandbox.control.state().payments.map((payment) => payment.status)).toEqual(["CHARGED", "REFUNDED"]);
    expect(output).not.toMatch(HIDDEN);
  });

  it("pays under other keys in the next run for the same payer", async () => {
    const env = { PLASTIQ_API_KEY: LOCAL_API_KEY, PLASTIQ_BASE_URL: sandbox.baseUrl };
    for (const run of [1, 2]) {
      const { status } = await demo(env, "--payer", LOCAL_PAYER_ID);
      expect([status, sandbox.control.state().payments.length]).toEqual([0, 2 * run]);
    }
  });

  it.each([
    ["the same order is paid twice", "createPayment", () => sandbox.control.setIdempotency({ mode: "forgotten" })],
    ["a fee cannot be quoted", "createPaymentIntent", () => addError("createPaymentIntent")],
    ["a refund fails", "refundPayment", () => addError("refundPayment")],
  ])("fails when %s", async (_, operation, spoil) => {
    spoil();
    const env = { PLASTIQ_API_KEY: LOCAL_API_KEY, PLASTIQ_BASE_URL: sandbox.baseUrl };
    const { status, output } = await demo(env);

    expect(status).toBe(1);
    expect(output).toMatch(new RegExp(`✗ ${operation} [\\s\\S]*A step did not do what it says\\.`));
    expect(output).not.toContain("Every step did");
  });

  it("ends quietly when its output is no longer read", async () => {
    const env = { PLASTIQ_API_KEY: LOCAL_API_KEY, PLASTIQ_BASE_URL: sandbox.baseUrl };
    const { status, output } = await demoUnread(env);

    expect([status, output]).toEqual([0, expect.not.stringMatching(/EPIPE|Every step/)]);
  });

  it.runIf(existsSync("/dev/full"))("fails when its output cannot be written", async () => {
    const env = { PLASTIQ_API_KEY: LOCAL_API_KEY, PLASTIQ_BASE_URL: sandbox.baseUrl };
    expect(await demoOnFullDisk(env)).toBe(1);
  });

  it("only mints in production", async () => {
    const { status, output } = await demo({ PLASTIQ_API_KEY: NO_KEY }, "--production", "--payer", LOCAL_PAYER_ID);

    expect(output).toMatch(/^\n 1 {2}Mint a client secret at https:\/\/connect\.plastiq\.com\/api\n.*ECONNREFUSED/);
    expect(status).toBe(1);
  });

  it("says what failed, and that it did", async () => {
    const { status, output } = await demo({ PLASTIQ_API_KEY: NO_KEY, PLASTIQ_BASE_URL: sandbox.baseUrl });

    expect(status).toBe(1);
    expect(output).toMatch(/✗ .*API key[\s\S]*A step did not do what it says\./);
    expect(output).not.toContain(NO_KEY);
  });
});

describe("production is not touched by accident", () => {
  it.each([
    [{ PLASTIQ_ENVIRONMENT: "production" }],
    [{ PLASTIQ_BASE_URL: PRODUCTION }],
    [{ PLASTIQ_BASE_URL: "https://connect.plastiq.com./api" }],
    [{ PLASTIQ_BASE_URL: "https://CONNECT.plastiq.com/api" }],
  ])("%o alone", async (env) => {
    const { status, output } = await demo({ PLASTIQ_API_KEY: NO_KEY, ...env });

    expect([status, output]).toEqual([2, expect.stringContaining("confirm with --production")]);
  });

  it.each([
    ["--production needs --payer", { PLASTIQ_API_KEY: NO_KEY }],
    ["--production needs PLASTIQ_API_KEY", {}],
  ])("%s", async (message, env) => {
    const { status, output } = await demo(env, "--production");

    expect([status, output]).toEqual([2, expect.stringContaining(message)]);
  });
});
