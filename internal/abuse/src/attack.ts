import type { MintEvent, ProblemName } from "@plastiq-connect/core/mint-endpoint";
import type { Fault } from "@plastiq-connect/sandbox";
import type { TargetName } from "./targets.ts";
import type { HostileResponse } from "./vendor/hostile-vendor.ts";
import type { Leaving, Trickle } from "./wire/raw-exchange.ts";

/** An attack on a mint endpoint: what is sent, and the only allowed results. */
export interface Attack {
  readonly name: string;
  /** Sent unchanged, one byte for each character. */
  readonly text: string;
  /** The bytes that follow. */
  readonly trickle?: Trickle;
  /** The bytes that follow once the vendor has received a request. */
  readonly later?: string;
  /** When and how the client disconnects. Default: it stays to the end. */
  readonly leaves?: { readonly how: Leaving; readonly once: "vendor-asked" | "others-served" };
  /** The exchange ends with one response, even if the target keeps the connection open. */
  readonly stopsAtResponse?: true;
  /** How many copies are sent at once. Default 1. Each `#` in the text becomes the number of the copy. */
  readonly times?: number;
  /** The fault of the sandbox. */
  readonly fault?: Fault;
  /** The response of the hostile vendor, for the endpoints that call it. */
  readonly hostile?: HostileResponse;
  /** The behavior of most targets. */
  readonly expect: Expectation;
  /** The behavior of other targets: something in front of the endpoint responds, or the platform reads the bytes differently. */
  readonly but?: Partial<Record<TargetName, Expectation>>;
}

/** The only allowed results of an attack. */
export interface Expectation {
  /** In order, or in any order for several copies. None: the connection ends without one. */
  readonly responses: readonly ExpectedResponse[];
  /** True if the responses may be lost: a target that does not wait for the rest of a body resets the connection. */
  readonly orCutOff?: true;
  /** The requests that arrive at the sandbox. Default: none. They are always for the attacker's own payer. */
  readonly reached?: readonly Reached[];
  /** The events of the audit hook. Default: `minted` for each secret. */
  readonly audited?: readonly MintEvent["outcome"][];
}

/** One response. */
export type ExpectedResponse =
  | { readonly by: "endpoint"; readonly status: number; readonly problem?: ProblemName; readonly secrets?: 1 }
  /** Something in front of the endpoint responds: the runtime's parser, a framework, or the adapter. */
  | { readonly by: "in-front"; readonly status: number };

/** The calls that arrive at the vendor for one request. */
export interface Reached {
  /** The end user's address. `peer`: what the runtime itself saw. */
  readonly ip: "peer" | "none" | (string & {});
  /** The status of the response; null when the caller had disconnected. */
  readonly status: number | null;
}
