import { join } from "node:path";
import { LOCAL_API_KEY, LOCAL_PAYER_ID, TEST_NUMBERS } from "@plastiq-connect/sandbox";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { CARD_DATA } from "../apps/recipes/src/testing/shop-seed.ts";
import type { App } from "./apps.ts";
import { type Started, start } from "./processes.ts";

const TOKEN = "a-token-of-this-test-0123456789abcdef";
const ORIGIN = "http://127.0.0.1:%PORT%";
const JEN = { origin: "https://shop.example", cookie: "session=session-of-jen", "user-agent": "Browser/1.0" };
const PAYER = { id: LOCAL_PAYER_ID };

// biome-ignore lint/suspicious/noExplicitAny: a test says what it expects of the body
const json = async (response: Response): Promise<any> => response.json();

type MountingApp = Pick<App, "name" | "start"> & Record<"env" | "headers", App["env"] | undefined>;

/** Tests a built application that has the local sandbox as one of its routes. */
export function testMountedSandbox(app: MountingApp): void {
  const cwd = join(import.meta.dirname, app.name);
  let started: Started;

  const post = (path: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
    fetch(`${started.url}${path}`, {
      method: "POST",
      headers: { ...JEN, "x-forwarded-for": "203.0.113.9", "content-type": "application/json", ...headers },
      body: JSON.stringify(body),
    });
  /** Calls the mounted API itself, as the client does. */
  const call = (path: string, body?: object): Promise<Response> =>
    fetch(`${started.url}/plastiq-sandbox/${TOKEN}/api/${path}`, {
      method: body ? "POST" : "GET",
      headers: {
        authorization: `Bearer ${LOCAL_API_KEY}`,
        "content-type": "application/json",
        "user-agent": "Browser/1.0",
      },
      ...(body && { body: JSON.stringify(body) }),
    });
  const store = (accountNumber: string): Promise<Response> =>
    call("payment-methods", { type: "CARD", payer: PAYER, data: { ...CARD_DATA, accountNumber } });

  describe("with a token for the sandbox, as in a preview deployment", () => {
    beforeAll(async () => {
      const settings = {
        PLASTIQ_API_KEY: LOCAL_API_KEY,
        PLASTIQ_BASE_URL: `${ORIGIN}/plastiq-sandbox/${TOKEN}/api`,
        SANDBOX_TOKEN: TOKEN,
        SANDBOX_ORIGIN: ORIGIN,
      };
      started = await start(app.start, { cwd, env: { ...app.env, ...settings } });
    });
    afterAll(() => started?.close());

    it("mints and pays once against the sandbox in its own route", async () => {
      const minted = await json(await post("/client-secret", {}, app.headers));
      expect(minted, started.output()).toMatchObject({ clientSecret: expect.stringMatching(/^LOCALCLIENTSECRET/) });

      const { id: paymentMethodId } = await json(await store(CARD_DATA.accountNumber));
      const quote = await json(await post("/payment", { paymentMethodId }));
      expect(quote, started.output()).toMatchObject({ status: "quoted", total: { value: 1285.63 } });
      const agreed = { paymentMethodId, agreed: quote.total };
      expect([await json(await post("/payment", agreed)), await json(await post("/payment", agreed))]).toEqual([
        { status: "paid" },
        { status: "paid" },
      ]);
      expect((await json(await call(`payments?payerId=${LOCAL_PAYER_ID}`))).data).toMatchObject([
        { status: "CHARGED" },
      ]);
    });

    it("takes a document's upload", async () => {
      const { id } = (await json(await call(`recipients?payerId=${LOCAL_PAYER_ID}`))).data[0];
      const { uploadURL, metadata } = await json(
        await call("documents", {
          type: "INVOICE",
          fileType: "pdf",
          filename: "a.pdf",
          payer: PAYER,
          recipient: { id },
        }),
      );
      const form = new FormData();
      for (const [field, value] of Object.entries(metadata)) form.append(field, String(value));
      form.append("file", new Blob(["%PDF"]), "a.pdf");

      const uploaded = await fetch(uploadURL, {
        method: "POST",
        body: form,
        // SvelteKit takes no form without it.
        headers: { origin: JEN.origin },
      });

      expect([uploaded.status, await uploaded.text()]).toEqual([201, expect.anything()]);
      expect(uploadURL.startsWith(`${started.url}/plastiq-sandbox/${TOKEN}/uploads/`)).toBe(true);
    });

    it.each([
      "/plastiq-sandbox/api/categories",
      `/plastiq-sandbox/${TOKEN}x/api/categories`,
      `/plastiq-sandbox/${TOKEN}/control/state`,
    ])("has nothing at %s", async (path) => {
      for (const method of ["GET", "OPTIONS"]) {
        expect([method, (await fetch(`${started.url}${path}`, { method })).status]).toEqual([method, 404]);
      }
    });

    it("stores no number but the test numbers", async () => {
      expect(TEST_NUMBERS).not.toContain("4111111111111111");
      expect((await store("4111111111111111")).status).toBe(400);
    });
  });

  it("has no sandbox without a token", async () => {
    started = await start(app.start, { cwd, env: { ...app.env, PLASTIQ_API_KEY: LOCAL_API_KEY } });
    try {
      expect((await call("categories")).status).toBe(404);
    } finally {
      await started.close();
    }
  });
}
