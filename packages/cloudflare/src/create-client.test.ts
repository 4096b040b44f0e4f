import { createSandbox, LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { describe, expect, it, onTestFinished, vi } from "vitest";
import { type Bindings, createClient, type Fetch } from "./index.ts";

const PRODUCTION = "https://connect.plastiq.com/api";
const SANDBOX = "https://connect.sandbox.plastiq.com/api";
const ELSEWHERE = "https://connect.example/api";

describe("where a client goes", () => {
  const key = { PLASTIQ_API_KEY: "test-key" };

  it.each<[string, Bindings, Parameters<typeof createClient>[1], string]>([
    ["nothing says", key, {}, SANDBOX],
    ["the binding names the environment", { ...key, PLASTIQ_ENVIRONMENT: "production" }, {}, PRODUCTION],
    ["the binding is empty", { ...key, PLASTIQ_ENVIRONMENT: "", PLASTIQ_BASE_URL: "" }, {}, SANDBOX],
    ["both are bound", { ...key, PLASTIQ_ENVIRONMENT: "production", PLASTIQ_BASE_URL: ELSEWHERE }, {}, ELSEWHERE],
    [
      "an option names the environment",
      { ...key, PLASTIQ_BASE_URL: ELSEWHERE },
      { environment: "production" },
      PRODUCTION,
    ],
    ["an option names the base URL", { ...key, PLASTIQ_ENVIRONMENT: "production" }, { baseUrl: ELSEWHERE }, ELSEWHERE],
    [
      "the options are undefined",
      { ...key, PLASTIQ_ENVIRONMENT: "production" },
      { environment: undefined },
      PRODUCTION,
    ],
  ])("%s", (_, env, options, baseUrl) => {
    expect(createClient(env, options).baseUrl).toBe(baseUrl);
  });

  it.each([undefined, null, "key"])("refuses bindings that are %o", (env) => {
    expect(() => createClient(env as never)).toThrow("env must be an object: the Worker's bindings.");
  });

  it("refuses an invalid environment", () => {
    expect(() => createClient({ ...key, PLASTIQ_ENVIRONMENT: "staging" })).toThrow(
      expect.objectContaining({ code: "configuration_invalid", outcome: "not-sent" }),
    );
  });
});

it("logs one line for each attempt when the binding PLASTIQ_LOG says so", async () => {
  const log = vi.spyOn(console, "debug").mockImplementation(() => {});
  onTestFinished(() => log.mockRestore());
  for (const PLASTIQ_LOG of ["debug", "warn"]) {
    const connect = createClient({ PLASTIQ_API_KEY: LOCAL_API_KEY, PLASTIQ_LOG }, { fetch: sandboxFetch().fetch });
    await connect.payers.retrieve(LOCAL_PAYER_ID, { endUser: "none" });
  }
  expect(log.mock.calls.map(String)).toEqual([expect.stringMatching(/^plastiq-connect retrievePayer GET .* 200 /)]);
});

describe("the API key", () => {
  it.each([{}, { PLASTIQ_API_KEY: "" }, { PLASTIQ_API_KEY: null }])(
    "fails each call while it is missing, and explains how to bind it: %o",
    async (env) => {
      const connect = createClient(env as Bindings);

      await expect(connect.payers.retrieve(LOCAL_PAYER_ID, { endUser: "none" })).rejects.toMatchObject({
        code: "configuration_invalid",
        outcome: "not-sent",
        message: expect.stringContaining("run wrangler secret put PLASTIQ_API_KEY"),
      });
    },
  );

  it("comes from the option rather than the binding", async () => {
    const { fetch, control } = sandboxFetch();
    const connect = createClient({ PLASTIQ_API_KEY: "bound-key" }, { apiKey: LOCAL_API_KEY, fetch });

    await connect.payers.retrieve(LOCAL_PAYER_ID, { endUser: "none" });

    expect(control.seen()[0]?.bearer?.label).toBe("local");
  });

  it("is read from the Secrets Store again when it was rotated", async () => {
    const { fetch, control } = sandboxFetch();
    const get = vi.fn(async () => LOCAL_API_KEY).mockResolvedValueOnce("rotated-away");
    const connect = createClient({ PLASTIQ_API_KEY: { get } }, { fetch });

    await connect.payers.retrieve(LOCAL_PAYER_ID, { endUser: "none" });

    expect(control.seen().map(({ bearer }) => bearer?.label)).toEqual(["unknown", "local"]);
  });

  it("fails the call, not the Worker, when the Secrets Store does not have it", async () => {
    const { fetch, control } = sandboxFetch();
    const get = async (): Promise<string> => {
      throw new Error("Secret not found");
    };
    const connect = createClient({ PLASTIQ_API_KEY: { get } }, { fetch });

    await expect(connect.payers.retrieve(LOCAL_PAYER_ID, { endUser: "none" })).rejects.toMatchObject({
      code: "configuration_invalid",
      outcome: "not-sent",
    });
    expect(control.seen()).toEqual([]);
  });
});

function sandboxFetch(): { fetch: Fetch; control: ReturnType<typeof createSandbox>["control"] } {
  const sandbox = createSandbox();
  return { fetch: (url, init) => sandbox.fetch(new Request(url, init)), control: sandbox.control };
}
