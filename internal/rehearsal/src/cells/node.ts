import { OTHER_NODES } from "runtimes/node";
import { createCustomer } from "../customer.ts";
import type { Cell } from "../shop.ts";

/** Every Node that is supported, by its major version, oldest first. */
const NODES = [...OTHER_NODES, { version: process.versions.node, path: process.execPath }]
  .map(({ version, path }) => ({ version, path, major: Number.parseInt(version, 10) }))
  .sort((a, b) => a.major - b.major);

/** Node customers: `import` in every version, `require` in the oldest and in the current one. */
export function nodeCells(): readonly Cell[] {
  const modules = NODES.map(({ major }) => ({ major, kind: "node-esm", how: "ESM import" }));
  const requires = [20, 24].map((major) => ({ major, kind: "node-require", how: "CommonJS require" }));
  return [...modules, ...requires].map(({ major, kind, how }) => {
    const { version, path } = NODES.find((node) => node.major === major) ?? { version: `${major}`, path: undefined };
    return {
      what: `Node ${version}, ${how}`,
      missing: path === undefined ? `Node ${version} has no binary for this platform` : undefined,
      async run({ rehearsal, sandbox, second }) {
        const customer = createCustomer(rehearsal, kind, path ?? "", `${kind}-${major}`);
        await customer.npm("install", "@plastiq-connect/node");
        await customer.mints([path ?? "", "index.js"], sandbox, second);
      },
    };
  });
}
