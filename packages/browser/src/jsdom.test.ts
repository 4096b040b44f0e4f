import { fileURLToPath } from "node:url";
import { build } from "esbuild";
// @ts-expect-error It comes without types.
import { JSDOM } from "jsdom";
import { expect, it } from "vitest";
import { CARD } from "./testing/card.ts";

const home = fileURLToPath(new URL("..", import.meta.url));

it("works in jsdom, which has no fetch, with responses that have only ok and json()", async () => {
  const { outputFiles } = await build({
    stdin: {
      contents: 'import * as all from "@plastiq-connect/browser"; globalThis.plastiqConnect = all;',
      resolveDir: home,
    },
    bundle: true,
    format: "iife",
    platform: "browser",
    write: false,
  });
  const { window } = new JSDOM("", { url: "https://shop.test/", runScripts: "outside-only" });
  window.eval(outputFiles[0]?.text ?? "");
  // Neither a lost connection nor a problem of CORS, and certainly not sent.
  const failures = await window.eval(`(async () => {
    const { fetchClientSecret, tokenizeCard } = plastiqConnect;
    const calls = [
      fetchClientSecret({ endpoint: "/client-secret" }),
      tokenizeCard({ clientSecret: "a-client-secret", card: ${JSON.stringify(CARD)} }),
    ];
    return JSON.stringify((await Promise.allSettled(calls)).map(({ reason }) => reason));
  })()`);
  const missing = {
    code: "configuration_invalid",
    outcome: "not-sent",
    message: expect.stringContaining("There is no global fetch"),
  };
  expect(JSON.parse(failures)).toMatchObject([missing, missing]);

  const asked: string[] = await window.eval(`(async () => {
    const asked = [];
    globalThis.fetch = async (url) => {
      asked.push(url);
      const minted = { clientSecret: "secret", expiresIn: 60000 };
      return { ok: true, json: async () => (url.endsWith("/client-secret") ? minted : { id: "method", type: "CARD" }) };
    };
    const { fetchClientSecret, tokenizeCard, withClientSecret, deviceId } = plastiqConnect;
    const store = withClientSecret(
      () => fetchClientSecret({ endpoint: "/client-secret", deviceId: deviceId() }),
      (clientSecret, card) => tokenizeCard({ clientSecret, card }),
    );
    const { id } = await store(${JSON.stringify(CARD)});
    return [...asked, id];
  })()`);
  expect([...asked]).toEqual([
    "https://shop.test/client-secret",
    "https://connect.sandbox.plastiq.com/api/payment-methods",
    "method",
  ]);
  window.close();
});
