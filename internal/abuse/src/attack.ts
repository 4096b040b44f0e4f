import type { MintEvent, ProblemName } from "@plastiq-connect/core/mint-endpoint";
import type { Fault } from "@plastiq-connect/sandbox";
import type { TargetName } from "./targets.ts";
import type { HostileAnswer } from "./vendor/hostile-vendor.ts";
import type { Leaving, Trickle } from "./wire/raw-exchange.ts";

/** One attack on a mint endpoint: what is sent on the wire, and all that may come of it. */
export interface Attack {
  readonly name: string;
  /** Sent as it is, a byte for each character. */
  readonly text: string;
  /** The bytes that follow. */
  readonly trickle?: Trickle;
  /** The bytes that follow once the vendor has been asked. */
  readonly later?: string;
  /** When the client goes away, and how. Default: it stays to the end. */
  readonly leaves?: { readonly how: Leaving; readonly once: "vendor-asked" | "others-served" };
  /** One response is the end of it: the target need not end the connection, too. */
  readonly stopsAtAnswer?: true;
  /** How often it is sent, all at once. Default 1. Each `#` in the text becomes the number of the copy. */
  readonly times?: number;
  /** How the sandbox answers. */
  readonly fault?: Fault;
  /** How the hostile vendor answers, for the endpoints that ask it. */
  readonly hostile?: HostileAnswer;
  /** The behavior of most targets. */
  readonly expect: Expectation;
  /** The behavior of other targets: something in front of the endpoint responds, or the platform reads the bytes differently. */
  readonly but?: Partial<Record<TargetName, Expectation>>;
}

/** All that may come of an attack. */
export interface Expectation {
  /** In the order in which they come; of many copies in any order. None: the connection ends without one. */
  readonly answers: readonly ExpectedAnswer[];
  /** True if the responses may be lost: a target that does not wait for the rest of a body resets the connection. */
  readonly orCutOff?: true;
  /** The requests that arrive at the sandbox. Default: none. They are always for the attacker's own payer. */
  readonly reached?: readonly Reached[];
  /** The events of the audit hook. Default: `minted` for each secret. */
  readonly audited?: readonly MintEvent["outcome"][];
}

/** One response. */
export type ExpectedAnswer =
  | { readonly by: "endpoint"; readonly status: number; readonly problem?: ProblemName; readonly secrets?: 1 }
  /** Something in front answers and the endpoint is not asked: the runtime's parser, a framework, or the adapter. */
  | { readonly by: "in-front"; readonly status: number };

/** The calls that arrive at the vendor for one request. */
export interface Reached {
  /** The end user's address. `peer`: what the runtime itself saw. */
  readonly ip: "peer" | "none" | (string & {});
  /** How it was answered; null when the caller was gone by then. */
  readonly status: number | null;
}
