import type { Seed } from "./seed/seed.ts";
import type { ErrorShape } from "./settings.ts";

/** Options for `createSandbox`. Everything has a default; `reset()` returns to exactly this. */
export interface SandboxOptions {
  /** The clock, in epoch milliseconds. Default `Date.now`. What `advance()` added comes on top. */
  now?: () => number;
  /**
   * The source of ids and secrets: returns numbers from 0 up to but not including 1, as `Math.random` does. A seeded
   * one makes every run the same. Default: WebCrypto.
   */
  random?: () => number;
  /**
   * The API keys that are active from the start, at most two for an account. Keys that name the same account share
   * everything that was created with them; the default account is `main`. Default: one key, labelled `local`,
   * `LOCAL_API_KEY`.
   */
  apiKeys?: readonly { label: string; key: string; account?: string }[];
  /** The only addresses that may call, compared as whole addresses (no ranges). Absent: any address may. */
  allowedIps?: readonly string[];
  /** Default `reference`. */
  errorShape?: ErrorShape;
  /**
   * How much the log of requests keeps, in entries and bytes of JSON; the oldest ones make room. Problems are kept
   * apart, up to the same limits. Default 2000 entries and 4 MiB.
   */
  log?: { entries?: number; bytes?: number };
  /** The records and settings that the sandbox starts with, and has again after a reset. */
  seed?: Seed;
  /**
   * The only card and account numbers that payment methods and recipients may have; another one is refused with 400.
   * Default: any number that is well-formed.
   */
  acceptedNumbers?: readonly string[];
  /** The longest request body that is read, in bytes; a longer one is refused with 413. Default 65536. */
  maxBodyBytes?: number;
}
