import type { Fate } from "./fate.ts";

/** One request that core handed to the network. */
export interface RequestRecord {
  readonly at: number;
  readonly fate: Fate;
  /** How the network ended it. `lost` is the network's own failure; `responded` means that headers arrived. */
  end: "in progress" | "lost" | "aborted" | "responded";
  /** When the network ended it. */
  endedAt: number;
  status: number;
  /** The UUID trace id of the response. */
  traceId: string | undefined;
  /** How long the response asks to wait, in milliseconds. */
  wait: number | undefined;
  /** True if the whole body arrives, in a form that can be read as text. */
  readable: boolean;
}

/** One copy of a request that reached the vendor. */
export interface Delivery {
  /** The number of the request of its sender, from 1. */
  readonly attempt: number;
  readonly at: number;
  /** Such as `POST /payments`. */
  readonly route: string;
  readonly status: number;
  /** The parsed body of the vendor's response. */
  readonly body: unknown;
  /** True if the vendor did what was asked. */
  readonly effect: boolean;
}

/** A call or a process, as the network sees it. Its requests meet their fates one after the other. */
export interface Sender {
  readonly name: string;
  /** One for each request; the requests after these work. */
  readonly fates: readonly Fate[];
  /** A number that the other side may know, and repeat where nobody expects it. */
  readonly cvv: string;
  /** True if the credential dies with its first success, so that a second copy of the request is refused. */
  readonly spends: boolean;
  /** True if the vendor's own 404 can count as done. */
  readonly goneIsDone: boolean;
  readonly requests: RequestRecord[];
  readonly deliveries: Delivery[];
  /** Is called when a request has left, on its way to the vendor. */
  onLeft?(): void;
}

/** Creates a sender without requests. */
export function createSender(name: string, facts: Partial<Sender> = {}): Sender {
  return { name, fates: [], cvv: "000", spends: false, goneIsDone: false, requests: [], deliveries: [], ...facts };
}
