import { describe, expect, it, vi } from "vitest";
import { createClient } from "./client.ts";
import { baseUrlOf } from "./environment.ts";
import { failureOf, fixture, NOBODY, PAYER } from "./testing/fixture.ts";

const SANDBOX = "https://connect.sandbox.plastiq.com/api";

describe("the environment", () => {
  it.each([
    ["not given", {}, SANDBOX],
    ["undefined", { environment: undefined }, SANDBOX],
    ["sandbox", { environment: "sandbox" }, SANDBOX],
    ["production", { environment: "production" }, "https://connect.plastiq.com/api"],
  ] as const)("%s", (_, options, url) => {
    expect(createClient({ apiKey: "test-key", ...options }).baseUrl).toBe(url);
  });

  it.each([["staging"], [""], ["Production"], ["toString"], ["__proto__"], [7], [null]])(
    "cannot be %j",
    async (environment) => {
      expect(await failureOf(() => baseUrlOf({ environment: environment as never }))).toMatchObject({
        code: "configuration_invalid",
        outcome: "not-sent",
        message: 'environment must be "sandbox" or "production".',
      });
    },
  );

  it("is overridden by a base URL", () => {
    expect(baseUrlOf({ environment: "production", baseUrl: "https://proxy.example/api" })).toBe(
      "https://proxy.example/api",
    );
  });
});

it("needs no URL.canParse, which older browsers lack", () => {
  const canParse = vi.spyOn(URL, "canParse").mockImplementation(() => {
    throw new TypeError("URL.canParse is not a function");
  });
  expect(baseUrlOf({ baseUrl: "https://api.example/api/" })).toBe("https://api.example/api");
  expect(() => baseUrlOf({ baseUrl: "no url" })).toThrow("baseUrl must be https:");
  canParse.mockRestore();
});

describe("a base URL is taken", () => {
  it.each([
    ["https://proxy.example/api", "https://proxy.example/api"],
    ["https://proxy.example:8443/a/b/api", "https://proxy.example:8443/a/b/api"],
    ["https://proxy.example/api/", "https://proxy.example/api"],
    ["https://proxy.example/api///", "https://proxy.example/api"],
    ["https://proxy.example", "https://proxy.example"],
    ["HTTPS://PROXY.example/api", "https://proxy.example/api"],
    ["http://localhost/api", "http://localhost/api"],
    ["http://localhost:4010/api", "http://localhost:4010/api"],
    ["http://LOCALHOST:4010/api/", "http://localhost:4010/api"],
    ["http://127.0.0.1:4010/api", "http://127.0.0.1:4010/api"],
    ["http://127.8.9.10/api", "http://127.8.9.10/api"],
    ["http://[::1]:4010/api", "http://[::1]:4010/api"],
    ["http://127.1/api", "http://127.0.0.1/api"],
    ["http://2130706433/api", "http://127.0.0.1/api"],
  ])("%s", (baseUrl, url) => {
    expect(baseUrlOf({ baseUrl })).toBe(url);
  });

  it("and is where calls go", async () => {
    const { client, control } = fixture({ baseUrl: "http://127.0.0.1:1/api/" });
    await client.clientSecrets.create({ payer: PAYER }, NOBODY);
    expect(control.seen()).toMatchObject([{ path: "/api/client-secrets", status: 200 }]);
  });
});

describe("a base URL is refused, and never repeated", () => {
  it.each([
    ["http://proxy.example/api"],
    ["http://192.168.0.1/api"],
    ["http://0.0.0.0/api"],
    ["http://128.0.0.1/api"],
    ["http://localhost.evil.com/api"],
    ["http://localhost.evil.com:80/api"],
    ["http://evil-localhost/api"],
    ["http://127.0.0.1.evil.com/api"],
    ["http://127.0.0.1.5/api"],
    ["http://[::2]/api"],
    ["http://[::ffff:192.0.2.1]/api"],
    ["http://localhost@evil.com/api"],
    ["http://localhost:80@evil.com/api"],
    ["http://localhost\\@evil.com/api"],
    ["https://user:password@proxy.example/api"],
    ["https://user@proxy.example/api"],
    ["https://proxy.example/api?key=1"],
    ["https://proxy.example/api?"],
    ["https://proxy.example/api#top"],
    ["https://proxy.example/api#"],
    ["https://"],
    ["proxy.example/api"],
    ["/api"],
    [""],
    ["ftp://localhost/api"],
    ["ws://localhost/api"],
    ["file:///api"],
    ["data:text/plain,api"],
    ["javascript:alert(1)"],
    [7],
    [true],
    [{}],
    [[]],
    [() => SANDBOX],
  ])("%s", async (baseUrl) => {
    const failure = await failureOf(() => createClient({ apiKey: "test-key", baseUrl: baseUrl as never }));
    expect(failure).toMatchObject({
      code: "configuration_invalid",
      outcome: "not-sent",
      message: "baseUrl must be https: (http: on loopback), without credentials, query or fragment.",
    });
  });
});
