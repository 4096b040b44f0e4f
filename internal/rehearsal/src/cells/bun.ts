import { join } from "node:path";
import { BUN } from "runtimes/binary";
import { createCustomer } from "../customer.ts";
import type { Cell } from "../matrix.ts";

/** A Bun customer, who installs with Bun, too. */
export function bunCell(number: number): Cell {
  const { version, path = "" } = BUN;
  return {
    number,
    what: "Bun, installed by bun add",
    missing: path ? undefined : `Bun ${version} has no binary for this platform`,
    async run({ rehearsal, sandbox, second, registry }) {
      const customer = createCustomer(rehearsal, "bun", process.execPath);
      const env = {
        BUN_CONFIG_REGISTRY: registry,
        BUN_INSTALL_CACHE_DIR: join(rehearsal.folder, "bun"),
        DO_NOT_TRACK: "1",
      };
      await customer.run([path, "add", "@plastiq-connect/node"], env);
      await customer.mints([path, "run", "index.ts"], sandbox, second, env);
      return `bun ${version}, ours ${second}`;
    },
  };
}
