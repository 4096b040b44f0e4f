import { publicPackages } from "checks/public-packages";
import { createCustomer, ourCopies } from "../customer.ts";
import type { Cell } from "../matrix.ts";

/** A customer with all of our packages, who follows from the first release to the second by `npm update`. */
export function upgradeCell(number: number): Cell {
  let customer: ReturnType<typeof createCustomer> | undefined;
  return {
    number,
    what: "all packages, npm update to the second version",
    async between({ rehearsal, copy, first }) {
      customer = createCustomer(rehearsal, "upgrade", process.execPath);
      const names = publicPackages(copy.folder).map(({ manifest }) => manifest.name);
      await customer.npm("install", ...names);
      expectOnly(customer.folder, first, names);
    },
    async run({ copy, sandbox, first, second }) {
      if (!customer) throw new Error("The first version was never installed.");
      await customer.npm("update");
      const names = publicPackages(copy.folder).map(({ manifest }) => manifest.name);
      expectOnly(customer.folder, second, names);
      await customer.mints([process.execPath, "index.js"], sandbox, second);
      return `${names.length} packages, ${first} to ${second}`;
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
