import { createCustomer } from "../customer.ts";
import type { Cell } from "../shop.ts";

// npm would give both one core, the newest that suits them. Where a lockfile or another package manager does not, there
// are two; so it is here.
const APART = "--install-strategy=nested";

/**
 * A customer in whose process both versions are: a library of theirs still has the older one. `instanceof` is of no use
 * there; `isConnectError` has to be.
 */
export function bothVersionsCell(): Cell {
  let customer: ReturnType<typeof createCustomer> | undefined;
  return {
    what: "both versions at once, isConnectError across",
    async between({ rehearsal, first }) {
      customer = createCustomer(rehearsal, "both-versions", process.execPath);
      await customer.npm("install", APART, `connect-older@npm:@plastiq-connect/node@${first}`);
    },
    async run({ sandbox, second }) {
      if (!customer) throw new Error("The first version was never installed.");
      await customer.npm("install", APART, `connect-newer@npm:@plastiq-connect/node@${second}`);
      const reports = JSON.parse(await customer.run([process.execPath, "index.js"], sandbox.env));
      for (const report of reports) await sandbox.confirm(report);
    },
  };
}
