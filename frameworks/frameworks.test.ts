import { rm } from "node:fs/promises";
import { join } from "node:path";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { type RunningSandbox, startSandbox } from "@plastiq-connect/sandbox/server";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { APPS } from "./apps.ts";
import { run, type Started, start } from "./processes.ts";

const ADDRESS = "203.0.113.9";
const JEN = {
  origin: "https://shop.example",
  cookie: "session=session-of-jen",
  "user-agent": "Browser/1.0",
  "end-user-device-id": "device-1",
  "x-forwarded-for": `198.51.100.66, ${ADDRESS}`,
};

let sandbox: RunningSandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
});
afterEach(() => sandbox.control.reset());
afterAll(() => sandbox?.close());

describe.each(APPS)("the $framework application", ({ name, start: command, env, behindProxy, headers: own }) => {
  const cwd = join(import.meta.dirname, name);
  const ask = ({ url }: Started, headers: Readonly<Record<string, string>> = {}, method = "POST"): Promise<Response> =>
    fetch(`${url}/client-secret`, { method, headers: { ...JEN, ...own, ...headers } });

  it("builds without an API key", async () => {
    for (const built of ["dist", "build", ".next", ".output"]) {
      await rm(join(cwd, built), { recursive: true, force: true });
    }

    await run(["pnpm", "run", "build"], { cwd });
  });

  describe("started with an API key", () => {
    let app: Started;

    beforeAll(async () => {
      const settings = { PLASTIQ_API_KEY: LOCAL_API_KEY, PLASTIQ_BASE_URL: sandbox.baseUrl };
      app = await start(command, { cwd, env: { ...env, ...settings } });
    });
    afterAll(() => app?.close());

    it("mints for the signed-in user and describes them to the API", async () => {
      const response = await ask(app);

      const { traceId, ...minted } = (await response.json()) as Record<string, unknown>;
      expect(minted, app.output()).toMatchObject({ clientSecret: expect.stringMatching(/^LOCALCLIENTSECRET/) });
      expect(response.headers.get("access-control-allow-origin")).toBe(JEN.origin);
      expect(sandbox.control.seen()).toMatchObject([
        {
          operation: "createClientSecret",
          traceId,
          body: { payer: { id: LOCAL_PAYER_ID } },
          headers: {
            "user-agent": "Browser/1.0",
            "end-user-device-id": "device-1",
            "end-user-ip": behindProxy ? ADDRESS : "127.0.0.1",
          },
        },
      ]);
    });

    it("answers a preflight", async () => {
      const response = await ask(app, { "access-control-request-method": "POST" }, "OPTIONS");

      expect([response.status, response.headers.get("access-control-allow-methods")]).toEqual([204, "POST"]);
    });

    it.each([
      ["a visitor who is not signed in", { cookie: "" }, 401, "unauthenticated"],
      [
        "a page of another origin",
        // With this content type the request also passes the checks of the frameworks themselves.
        { origin: "https://evil.example", "content-type": "application/json" },
        403,
        "origin-refused",
      ],
    ])("refuses %s", async (_, headers, status, type) => {
      const response = await ask(app, headers);

      expect([response.status, await response.json()]).toMatchObject([
        status,
        { type: `urn:plastiq-connect:mint:${type}` },
      ]);
      expect(sandbox.control.seen()).toEqual([]);
    });
  });

  it("started without an API key, refuses to mint and logs the name of the missing variable", async () => {
    const app = await start(command, { cwd, env: { ...env, PLASTIQ_BASE_URL: sandbox.baseUrl } });
    try {
      const response = await ask(app);

      expect([response.status, await response.json()]).toMatchObject([
        500,
        { type: "urn:plastiq-connect:mint:internal-error" },
      ]);
      await expect.poll(app.output).toContain("PLASTIQ_API_KEY");
      expect(sandbox.control.seen()).toEqual([]);
    } finally {
      await app.close();
    }
  });
});
