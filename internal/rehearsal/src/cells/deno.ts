import { join } from "node:path";
import { DENO } from "runtimes/binary";
import { createCustomer } from "../customer.ts";
import { ended } from "../processes.ts";
import type { Cell } from "../shop.ts";

/** Deno customers: from the npm registry, and what JSR would say to the sources. */
export function denoCells(): readonly Cell[] {
  const { version, path = "" } = DENO;
  const missing = path ? undefined : `Deno ${version} has no binary for this platform`;
  return [
    {
      what: `Deno ${version}, npm: specifiers, checked and run`,
      missing,
      async run({ rehearsal, sandbox, second, registry }) {
        const customer = createCustomer(rehearsal, "deno", process.execPath);
        const env = { NPM_CONFIG_REGISTRY: registry, ...denoEnv(rehearsal.folder) };
        await customer.run([path, "check", "main.ts"], env);
        const rights = ["--allow-env=PLASTIQ_API_KEY,PLASTIQ_ENVIRONMENT,PLASTIQ_BASE_URL", "--allow-net=127.0.0.1"];
        await customer.mints([path, "run", "--cached-only", ...rights, "main.ts"], sandbox, second, env);
      },
    },
    {
      what: "deno publish --dry-run, for JSR",
      missing,
      async run({ rehearsal, copy, second }) {
        const words = ["publish", "--dry-run", "--allow-dirty", "--config", "deno.json"];
        const { status, output } = await ended([path, ...words], {
          cwd: join(copy.folder, "packages"),
          env: { ...rehearsal.env, ...denoEnv(rehearsal.folder) },
        });
        if (status !== 0) throw new Error(output);
        for (const name of ["core", "deno"]) {
          if (!output.includes(`@plastiq-connect/${name}@${second}`))
            throw new Error(`No ${name} ${second}:\n${output}`);
        }
      },
    },
  ];
}

/** Deno's cache, in the rehearsal's folder. */
function denoEnv(folder: string): Record<string, string> {
  return { DENO_DIR: join(folder, "deno"), DENO_NO_UPDATE_CHECK: "1", DENO_NO_PROMPT: "1" };
}
