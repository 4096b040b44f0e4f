import { join } from "node:path";
import { BUN } from "runtimes/binary";
import { createCustomer } from "../customer.ts";
import type { Cell } from "../shop.ts";

/** A Bun customer, who installs with Bun, too. */
export function bunCell(): Cell {
  const { version, path = "" } = BUN;
  return {
    what: `Bun ${version}, installed by bun add`,
    missing: path ? undefined : `Bun ${version} has no binary for this platform`,
    async run({ rehearsal, sandbox, second, registry }) {
      const customer = createCustomer(rehearsal, "node-esm", process.execPath, "bun");
      const env = {
        BUN_CONFIG_REGISTRY: registry,
        BUN_INSTALL_CACHE_DIR: join(rehearsal.folder, "bun"),
        DO_NOT_TRACK: "1",
      };
      await customer.run([path, "add", "@plastiq-connect/node"], env);
      await customer.mints([path, "run", "index.js"], sandbox, second, env);
    },
  };
}
