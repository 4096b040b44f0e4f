import { Miniflare } from "miniflare";
import type { Job } from "../launchers/job.ts";
import type { Report } from "../report.ts";
import { bundleLauncher } from "./bundle-launcher.ts";

/** Runs the cases inside workerd, without `nodejs_compat`. */
export async function runWorkerd(compatibilityDate: string, job: Job): Promise<Report> {
  const contents = await bundleLauncher(new URL("../launchers/workerd.ts", import.meta.url), {
    platform: "neutral",
    mainFields: ["module", "main"],
    conditions: ["workerd", "worker"],
  });
  const miniflare = new Miniflare({
    host: "127.0.0.1",
    port: 0,
    workers: [
      {
        config: {
          name: "conformance",
          compatibilityDate,
          env: { VERSION: { type: "text", value: compatibilityDate } },
          manifest: {
            mainModule: "index.js",
            modulesRoot: "/",
            modules: { "index.js": { type: "esm", contents } },
          },
        },
      },
    ],
  });
  try {
    const response = await fetch(await miniflare.ready, { method: "POST", body: JSON.stringify(job) });
    if (!response.ok)
      throw new Error(`The Worker responded with ${response.status}.\n${(await response.text()).slice(0, 4_000)}`);
    return (await response.json()) as Report;
  } finally {
    await miniflare.dispose();
  }
}
