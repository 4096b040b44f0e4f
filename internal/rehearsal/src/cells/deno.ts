import { join } from "node:path";
import { DENO } from "runtimes/binary";
import { createCustomer } from "../customer.ts";
import type { Cell } from "../shop.ts";

/** A Deno customer, from the npm registry. `npm run test:slow` checks what JSR would say to the sources. */
export function denoCell(): Cell {
  const { version, path = "" } = DENO;
  return {
    what: `Deno ${version}, npm: specifiers, checked and run`,
    missing: path ? undefined : `Deno ${version} has no binary for this platform`,
    async run({ rehearsal, sandbox, second, registry }) {
      const customer = createCustomer(rehearsal, "deno", process.execPath);
      const env = {
        NPM_CONFIG_REGISTRY: registry,
        DENO_DIR: join(rehearsal.folder, "deno"),
        DENO_NO_UPDATE_CHECK: "1",
        DENO_NO_PROMPT: "1",
      };
      await customer.run([path, "check", "main.ts"], env);
      const rights = ["--allow-env=PLASTIQ_API_KEY,PLASTIQ_ENVIRONMENT,PLASTIQ_BASE_URL", "--allow-net=127.0.0.1"];
      await customer.mints([path, "run", "--cached-only", ...rights, "main.ts"], sandbox, second, env);
    },
  };
}
