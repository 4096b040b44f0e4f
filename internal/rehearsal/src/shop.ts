import { type Registry, startRegistry } from "./registry.ts";
import { createRehearsal, type Rehearsal } from "./rehearsal.ts";
import { type CustomersSandbox, startCustomersSandbox } from "./sandbox.ts";
import { copyWorkspace, type WorkspaceCopy } from "./workspace-copy.ts";

/** The shop while there is one release. */
export interface Opening {
  readonly rehearsal: Rehearsal;
  readonly copy: WorkspaceCopy;
  /** The registry's address, which ends in a slash. */
  readonly registry: string;
  /** The version of the first release. */
  readonly first: string;
}

/** The shop afterwards: two releases, and a sandbox to mint against. */
export interface Shop extends Opening {
  /** The version of the release that follows. */
  readonly second: string;
  readonly sandbox: CustomersSandbox;
  close(): Promise<void>;
}

/** One customer. */
export interface Cell {
  /** Such as `Node 20.20.2, ESM import`. */
  readonly what: string;
  /** Why it cannot run on this machine; undefined when it can. */
  readonly missing?: string | undefined;
  /** Work to do between the two releases. */
  readonly between?: (opening: Opening) => Promise<void>;
  /** Rejects when the customer cannot use the second release. */
  readonly run: (shop: Shop) => Promise<void>;
}

/** Publishes two successive versions of what is in the working tree to a registry on loopback. */
export async function openShop(cells: readonly Cell[]): Promise<Shop> {
  const rehearsal = createRehearsal();
  const started: Registry = await startRegistry(rehearsal);
  const copy = await copyWorkspace(rehearsal);
  const first = await copy.version();
  await copy.publish();
  const opening: Opening = { rehearsal, copy, registry: started.url, first };
  for (const cell of cells) await cell.between?.(opening);
  const second = await copy.version();
  await copy.publish();
  const sandbox = await startCustomersSandbox(rehearsal);
  const close = async (): Promise<void> => {
    await Promise.all([sandbox.close(), started.close()]);
    rehearsal.close();
  };
  return { ...opening, second, sandbox, close };
}
