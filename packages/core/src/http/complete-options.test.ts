import { describe, expect, it, vi } from "vitest";
import { failureOf } from "../testing/bench.ts";
import { completeOptions } from "./complete-options.ts";

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
    const options = { apiKey: "k", environment: undefined, baseUrl: undefined };
    const empty = { PLASTIQ_ENVIRONMENT: "", PLASTIQ_BASE_URL: "" };
    expect(completeOptions({ apiKey: "k" }, from(empty), "set it")).toEqual(options);
    expect(completeOptions({ apiKey: "k" }, from({}), "set it")).toEqual(options);
  });

  it.each([[{ environment: "sandbox" }], [{ baseUrl: "https://other.example/api" }]] as const)(
    "does not come from the settings when %j says where calls go",
    (options) => {
      const read = from(SETTINGS);
      expect(completeOptions(options, read, "set it")).toEqual({ ...options, apiKey: "key-of-settings" });
      expect(read.mock.calls).toEqual([["PLASTIQ_API_KEY"]]);
    },
  );

  it("is not asked for when the options name a key", () => {
    const read = from(SETTINGS);
    expect(completeOptions({ apiKey: "own", environment: "sandbox" }, read, "set it").apiKey).toBe("own");
    expect(read).not.toHaveBeenCalled();
  });

  it.each([[{}], [{ PLASTIQ_API_KEY: "" }]])("may not be the key: %j", async (settings) => {
    expect(await failureOf(() => completeOptions({}, from(settings), "set it"))).toMatchObject({
      code: "configuration_invalid",
      outcome: "not-sent",
      message: "There is no API key: set it, or pass apiKey.",
    });
  });
});
