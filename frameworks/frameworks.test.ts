import { globSync, readFileSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "@plastiq-connect/sandbox";
import { type RunningSandbox, startSandbox } from "@plastiq-connect/sandbox/server";
import { afterAll, afterEach, beforeAll, describe, expect, it } from "vitest";
import { APPS, PAGES } from "./apps.ts";
import { declineCard, expectPhonePage, markExpiry, openCheckout, openWithoutScript, payWithCard } from "./checkout.ts";
import { testMountedSandbox } from "./mounted-sandbox.ts";
import { run, type Started, start } from "./processes.ts";
import { createRecipient, storeCard } from "./shop.ts";

const ADDRESS = "203.0.113.9";
const JEN = {
  origin: "https://shop.example",
  cookie: "session=session-of-jen",
  "user-agent": "Browser/1.0",
  "end-user-device-id": "device-1",
  "x-forwarded-for": `198.51.100.66, ${ADDRESS}`,
  "cf-connecting-ip": ADDRESS,
};

let sandbox: RunningSandbox;

beforeAll(async () => {
  sandbox = await startSandbox();
  const env = { VITE_PLASTIQ_BASE_URL: sandbox.baseUrl };
  for (const { name } of PAGES) await build(join(import.meta.dirname, name), env);
});
afterEach(() => sandbox.control.reset());
afterAll(() => sandbox?.close());

async function build(cwd: string, env: Readonly<Record<string, string>>): Promise<void> {
  for (const built of ["dist", "build", ".next", ".output", ".wrangler"]) {
    await rm(join(cwd, built), { recursive: true, force: true });
  }
  await run(["pnpm", "run", "build"], { cwd, env });
}

describe.each(APPS)("the $framework application", ({ name, start: command, env, headers: own, ...app }) => {
  const cwd = join(import.meta.dirname, name);
  const ask = ({ url }: Started, headers: Readonly<Record<string, string>> = {}, method = "POST"): Promise<Response> =>
    fetch(`${url}/client-secret`, { method, headers: { ...JEN, ...own, ...headers } });

  it("builds without an API key", async () => {
    await build(cwd, app.pageBaseUrl ? { [app.pageBaseUrl]: sandbox.baseUrl } : {});
  });

  it("sends browsers none of the server's code", () => {
    const client = join(import.meta.dirname, app.page ?? name, app.client ?? "dist");
    const code = globSync("**/*.{js,html}", { cwd: client }).map((file) => readFileSync(join(client, file), "utf8"));
    expect(code.join()).toContain("/client-secret");
    expect(code.join()).not.toMatch(/PLASTIQ_API_KEY|trustedHops|allowedOrigins|rate-limiter|session-of-jen|undici/);
  });

  describe("started with an API key", () => {
    let started: Started;

    beforeAll(async () => {
      const settings = { PLASTIQ_API_KEY: LOCAL_API_KEY, PLASTIQ_BASE_URL: sandbox.baseUrl };
      started = await start(command, { cwd, env: { ...env, ...settings } });
    });
    afterAll(() => started?.close());

    it("mints for the signed-in user and describes them to the API", async () => {
      const response = await ask(started);

      const { traceId, ...minted } = (await response.json()) as Record<string, unknown>;
      expect(minted, started.output()).toMatchObject({ clientSecret: expect.stringMatching(/^LOCALCLIENTSECRET/) });
      expect(response.headers.get("access-control-allow-origin")).toBe(JEN.origin);
      expect(sandbox.control.seen()).toMatchObject([
        {
          operation: "createClientSecret",
          traceId,
          body: { payer: { id: LOCAL_PAYER_ID } },
          headers: {
            "user-agent": "Browser/1.0",
            "end-user-device-id": "device-1",
            "end-user-ip": app.address === "connection" ? "127.0.0.1" : ADDRESS,
          },
        },
      ]);
    });

    it("responds to a preflight", async () => {
      const response = await ask(started, { "access-control-request-method": "POST" }, "OPTIONS");

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
      const response = await ask(started, headers);

      expect([response.status, await response.json()]).toMatchObject([
        status,
        { type: `urn:plastiq-connect:mint:${type}` },
      ]);
      expect(sandbox.control.seen()).toEqual([]);
    });

    it("pays the order of the signed-in user once", async () => {
      await createRecipient(sandbox);
      const paymentMethodId = await storeCard(sandbox);
      const pay = async (agreed?: unknown): Promise<unknown> => {
        const response = await fetch(`${started.url}/payment`, {
          method: "POST",
          headers: { ...JEN, "content-type": "application/json" },
          body: JSON.stringify({ paymentMethodId, agreed }),
        });
        return await response.json();
      };

      const quote = (await pay()) as { total?: { value: number } };
      expect(quote, started.output()).toMatchObject({ status: "quoted", total: { value: 1285.63 } });
      expect([await pay(quote.total), await pay(quote.total)]).toEqual([{ status: "paid" }, { status: "paid" }]);

      expect(sandbox.control.state().payments).toMatchObject([{ status: "CHARGED" }]);
    });
  });

  if (app.mountsSandbox) testMountedSandbox({ name, start: command, env, headers: own });

  it("sends nothing before its script runs, marks a wrong field, says that a card was declined, stores another one and pays in Chromium", async () => {
    await createRecipient(sandbox);
    const settings = { PLASTIQ_API_KEY: LOCAL_API_KEY, PLASTIQ_BASE_URL: sandbox.baseUrl };
    const started = await start(command, { cwd, env: { ...env, ...settings } });
    const checkout = await openCheckout(started.url, app.page && join(import.meta.dirname, app.page, "dist"));
    try {
      await expectPhonePage(checkout.page);
      // A page without a server renders itself in the browser: without its script it has no form.
      await openWithoutScript(checkout, !app.page);
      await markExpiry(checkout.page);
      await declineCard(checkout.page);
      await payWithCard(checkout.page);

      expect(checkout.problems).toEqual([]);
      expect(sandbox.control.state()).toMatchObject({
        paymentMethods: [{ type: "CARD" }],
        payments: [{ status: "CHARGED" }],
      });
    } catch (error) {
      throw new Error(`${await checkout.page.content()}\n${started.output()}`, { cause: error });
    } finally {
      await checkout.close();
      await started.close();
    }
  });

  it("refuses to mint without an API key, and logs the name of the missing variable", async () => {
    const started = await start(command, { cwd, env: { ...env, PLASTIQ_BASE_URL: sandbox.baseUrl } });
    try {
      const response = await ask(started);

      expect([response.status, await response.json()]).toMatchObject([
        500,
        { type: "urn:plastiq-connect:mint:internal-error" },
      ]);
      await expect.poll(started.output, { timeout: 60_000 }).toContain("PLASTIQ_API_KEY");
      expect(sandbox.control.seen()).toEqual([]);
    } finally {
      await started.close();
    }
  });
});
