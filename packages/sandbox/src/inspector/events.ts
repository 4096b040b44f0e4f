import type { Fault } from "../fault.ts";
import type { ErrorShape } from "../options.ts";
import type { SandboxState } from "../sandbox-control.ts";
import type { SeenRequest } from "../seen.ts";

/** How many requests the inspector looks back. */
export const MOST_REQUESTS = 200;

/** The state as the inspector gets it: of each list only what came last, and how many there are in all. */
export interface Overview extends SandboxState {
  readonly totals: Readonly<Record<keyof SandboxState, number>>;
  /** Labels only. `until` is when a rotated key dies, epoch ms. */
  readonly apiKeys: readonly { readonly label: string; readonly until: number | null }[];
  /** Whether the published key works. */
  readonly takesLocalKey: boolean;
  readonly errorShape: ErrorShape;
  readonly allowedIps: readonly string[] | null;
  /** The sandbox's clock, epoch ms. */
  readonly now: number;
}

/** What `GET /control/events` sends: the names of the events and their data. */
export interface InspectorEvents {
  readonly overview: Overview;
  readonly faults: readonly Fault[];
  /** Requests that arrived or of which more is known, in no order. At first the last ones that arrived. */
  readonly seen: readonly SeenRequest[];
  /** Forget all requests so far. Comes first, also on every new connection. */
  readonly "seen-cleared": null;
  /** A sign of life when nothing else happens. */
  readonly clock: { readonly now: number };
}

/** How often there is a sign of life, in ms. */
export const SIGN_OF_LIFE_MS = 5_000;
