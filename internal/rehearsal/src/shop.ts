import type { Rehearsal } from "./rehearsal.ts";
import type { CustomersSandbox } from "./sandbox.ts";
import type { WorkspaceCopy } from "./workspace-copy.ts";

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
}
