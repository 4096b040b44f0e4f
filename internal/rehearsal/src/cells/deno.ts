import { join } from "node:path";
import { DENO } from "runtimes/binary";
import { createCustomer } from "../customer.ts";
import { run } from "../processes.ts";
import type { Cell } from "../shop.ts";

/** Deno customers: from the npm registry, and what JSR would say to the sources. */
export function denoCells(): readonly Cell[] {
  const { version, path = "" } = DENO;
  const missing = path ? undefined : `Deno ${version} has no binary for this platform`;
  const envIn = (folder: string): Record<string, string> => ({
    DENO_DIR: join(folder, "deno"),
    DENO_NO_UPDATE_CHECK: "1",
    DENO_NO_PROMPT: "1",
  });
  return [
    {
      what: `Deno ${version}, npm: specifiers, checked and run`,
      missing,
      async run({ rehearsal, sandbox, second, registry }) {
        const customer = createCustomer(rehearsal, "deno", process.execPath);
        const env = { NPM_CONFIG_REGISTRY: registry, ...envIn(rehearsal.folder) };
        await customer.run([path, "check", "main.ts"], env);
        const rights = ["--allow-env=PLASTIQ_API_KEY,PLASTIQ_ENVIRONMENT,PLASTIQ_BASE_URL", "--allow-net=127.0.0.1"];
        await customer.mints([path, "run", "--cached-only", ...rights, "main.ts"], sandbox, second, env);
      },
    },
    {
      what: "deno publish --dry-run, for JSR",
      missing,
      async run({ rehearsal, copy }) {
        const words = ["publish", "--dry-run", "--allow-dirty", "--config", "deno.json"];
        const env = { ...rehearsal.env, ...envIn(rehearsal.folder) };
        await run([path, ...words], { cwd: join(copy.folder, "packages"), env });
      },
    },
  ];
}
