import { LOCAL_API_KEY } from "@plastiq-connect/sandbox";
import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { expect, it, onTestFinished } from "vitest";
import { INPUT, useLocal } from "./testing/local.ts";

// As frameworks bundle for Cloudflare: Nitro (Nuxt), OpenNext (Next.js), SvelteKit and wrangler.
const WORKER = `
  import * as node from "@plastiq-connect/node";

  const failureOf = (create) => {
    try { create(); } catch (error) { return error; }
  };
  const mint = { allowedOrigins: ["https://shop.example"], authorize: () => ({ refused: "forbidden" }) };
  const atModuleScope = node.createClient({ fetch });

  export default {
    async fetch(_request, { PLASTIQ_API_KEY: apiKey, PLASTIQ_BASE_URL: baseUrl }) {
      const failures = [failureOf(() => node.createClient()), failureOf(() => node.mintEndpoint(mint))];
      const client = node.createClient({ apiKey, baseUrl, fetch });
      const { status } = await client.payers.retrieve(${JSON.stringify(INPUT.payer.id)}, { endUser: "none" });
      const endpoint = typeof node.mintEndpoint({ ...mint, client: atModuleScope });
      await client.close();
      return Response.json({ failures, status, endpoint });
    },
  };
`;

const local = useLocal();

it("names the package for Workers when a framework is deployed to Cloudflare, and takes a fetch", async () => {
  const { outputFiles, metafile } = await build({
    stdin: { contents: WORKER, resolveDir: import.meta.dirname },
    bundle: true,
    format: "esm",
    conditions: ["workerd", "worker"],
    external: ["node:*"],
    metafile: true,
    write: false,
  });
  const contents = outputFiles[0]?.text ?? "";
  const [output] = Object.values(metafile.outputs);
  expect(Object.keys(output?.inputs ?? {}).filter((file) => file.includes("/undici/"))).toEqual([]);
  const miniflare = new Miniflare({
    workers: [
      {
        config: {
          name: "worker",
          compatibilityDate: "2026-01-01",
          compatibilityFlags: ["nodejs_compat"],
          manifest: { mainModule: "index.js", modulesRoot: "/", modules: { "index.js": { type: "esm", contents } } },
          env: {
            PLASTIQ_API_KEY: { type: "text", value: LOCAL_API_KEY },
            PLASTIQ_BASE_URL: { type: "text", value: local.sandbox.baseUrl },
          },
        },
      },
    ],
  });
  onTestFinished(() => miniflare.dispose());

  const { failures, ...rest } = (await (await fetch(await miniflare.ready)).json()) as { readonly failures: unknown };

  const refusal = { code: "configuration_invalid", message: expect.stringContaining("@plastiq-connect/cloudflare") };
  expect(failures).toMatchObject([refusal, refusal]);
  expect(rest).toEqual({ status: "ACTIVE", endpoint: "function" });
}, 60_000);
