import { publicPackages } from "checks/public-packages";
import { createCustomer, ourCopies } from "../customer.ts";
import type { Cell } from "../shop.ts";

/** A customer with all of our packages, who follows from the first release to the second by `npm update`. */
export function upgradeCell(): Cell {
  let customer: ReturnType<typeof createCustomer> | undefined;
  return {
    what: "all packages, npm update to the second version",
    async between({ rehearsal, copy, first }) {
      customer = createCustomer(rehearsal, "node-esm", process.execPath, "upgrade");
      const names = publicPackages(copy.folder).map(({ manifest }) => manifest.name);
      await customer.npm("install", ...names);
      expectOnly(customer.folder, first, names);
    },
    async run({ copy, sandbox, second }) {
      if (!customer) throw new Error("The first version was never installed.");
      await customer.npm("update");
      const names = publicPackages(copy.folder).map(({ manifest }) => manifest.name);
      expectOnly(customer.folder, second, names);
      await customer.mints([process.execPath, "index.js"], sandbox, second);
    },
  };
}

/** One copy of each package, and no other version of any. */
function expectOnly(folder: string, version: string, names: readonly string[]): void {
  const expected = names.map((name) => `${name} ${version}`).sort();
  const found = ourCopies(folder)
    .map((copy) => `${copy.name} ${copy.version}`)
    .sort();
  if (expected.join() !== found.join()) throw new Error(`Installed are:\n${found.join("\n")}`);
}
