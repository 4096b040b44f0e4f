import { build } from "esbuild";
import { Miniflare } from "miniflare";
import { expect, it, onTestFinished } from "vitest";

// As frameworks bundle for Cloudflare: Nitro (Nuxt), OpenNext (Next.js), SvelteKit and wrangler.
const WORKER = `
  import * as node from "@plastiq-connect/node";

  const failureOf = (create) => {
    try { create(); } catch (error) { return error; }
  };

  export default {
    fetch() {
      const mint = { allowedOrigins: ["https://shop.example"], authorize: () => ({ refused: "forbidden" }) };
      return Response.json([failureOf(() => node.createClient()), failureOf(() => node.mintEndpoint(mint))]);
    },
  };
`;

it("names the package for Workers when a framework is deployed to Cloudflare", async () => {
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
        },
      },
    ],
  });
  onTestFinished(() => miniflare.dispose());

  const failures = await (await fetch(await miniflare.ready)).json();

  const refusal = { code: "configuration_invalid", message: expect.stringContaining("@plastiq-connect/cloudflare") };
  expect(failures).toMatchObject([refusal, refusal]);
}, 60_000);
