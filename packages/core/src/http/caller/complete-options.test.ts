import { describe, expect, it, vi } from "vitest";
import { createClientSecret } from "../../resources/client-secrets/create-client-secret.ts";
import { failureOf, json, NOBODY, PAYER, respondWith } from "../../testing/fixture.ts";
import { type AdapterOptions, completeOptions } from "./complete-options.ts";
import { createCaller } from "./create-caller.ts";

const SETTINGS: Readonly<Record<string, string>> = {
  PLASTIQ_API_KEY: "key-of-settings",
  PLASTIQ_ENVIRONMENT: "production",
  PLASTIQ_BASE_URL: "https://proxy.example/api",
};
const from = (settings: Readonly<Record<string, string>>) => vi.fn((name: string) => settings[name]);

describe("what the options leave out", () => {
  it("comes from the settings", () => {
    expect(completeOptions({ retries: 1 }, from(SETTINGS), "set it")).toEqual({
      retries: 1,
      apiKey: "key-of-settings",
      environment: "production",
      baseUrl: "https://proxy.example/api",
    });
  });

  it("stays out when a setting is empty or missing", () => {
    const options = { apiKey: "test-key", environment: undefined, baseUrl: undefined };
    const empty = { PLASTIQ_ENVIRONMENT: "", PLASTIQ_BASE_URL: "" };
    expect(completeOptions({ apiKey: "test-key" }, from(empty), "set it")).toEqual(options);
    expect(completeOptions({ apiKey: "test-key" }, from({}), "set it")).toEqual(options);
  });

  it.each([[{ environment: "sandbox" }], [{ baseUrl: "https://other.example/api" }]] as const)(
    "does not come from the settings when %j sets the address",
    (options) => {
      const read = from(SETTINGS);
      expect(completeOptions(options, read, "set it")).toEqual({ ...options, apiKey: "key-of-settings" });
      expect(read.mock.calls).toEqual([["PLASTIQ_API_KEY"]]);
    },
  );

  it("is not read when the options name a key", () => {
    const read = from(SETTINGS);
    expect(completeOptions({ apiKey: "own-key-1", environment: "sandbox" }, read, "set it").apiKey).toBe("own-key-1");
    expect(read).not.toHaveBeenCalled();
  });
});

describe("a missing API key", () => {
  const mintWith = (settings: Record<string, string>, options: AdapterOptions = {}) => {
    const fetch = respondWith(json({ clientSecret: "s" }));
    const caller = createCaller(completeOptions({ ...options, fetch }, from(settings), "set it"));
    const mint = () => createClientSecret(caller, { payer: PAYER }, NOBODY);
    return { fetch, mint };
  };

  it.each([[{}], [{ PLASTIQ_API_KEY: "" }]])(
    "fails each call, and not the creation of the caller: %j",
    async (none) => {
      const { fetch, mint } = mintWith(none);
      for (const _ of [1, 2]) {
        expect(await failureOf(mint())).toMatchObject({
          code: "configuration_invalid",
          outcome: "not-sent",
          message: "The API key is missing: set it, or pass apiKey.",
        });
      }
      expect(fetch.asked).toEqual([]);
    },
  );

  it("is read again by a later call", async () => {
    const settings: Record<string, string> = { PLASTIQ_ENVIRONMENT: "production" };
    const { fetch, mint } = mintWith(settings);
    await failureOf(mint());

    settings.PLASTIQ_API_KEY = "late-key";

    await mint();

    expect(fetch.asked[0]?.headers.get("authorization")).toBe("Bearer late-key");
    expect(fetch.asked[0]?.url).toMatch(/^https:\/\/connect\.plastiq\.com\//);
  });

  it.each([
    ["the environment", { PLASTIQ_ENVIRONMENT: "production" }],
    ["the base URL", { PLASTIQ_BASE_URL: "https://proxy.example/api" }],
  ])("is not sent to the old address when it comes together with %s", async (_, address) => {
    const settings: Record<string, string> = {};
    const { fetch, mint } = mintWith(settings);

    Object.assign(settings, address, { PLASTIQ_API_KEY: "late-key" });

    expect(await failureOf(mint())).toMatchObject({
      code: "configuration_invalid",
      message: expect.stringContaining("changed since the client was created"),
    });
    expect(fetch.asked).toEqual([]);
  });
});
