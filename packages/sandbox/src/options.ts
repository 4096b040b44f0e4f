import type { Seed } from "./seed/seed.ts";
import type { ErrorShape } from "./settings.ts";

/** Options for `createSandbox`. Every option has a default; `reset()` restores these settings. */
export interface SandboxOptions {
  /** The clock, in epoch milliseconds, to which `advance()` adds. Default `Date.now`. */
  now?: () => number;
  /**
   * The source of ids and secrets. A number is a seed, from 0 to 4294967295: every run, also after a reset, then makes
   * the same ids. A function returns numbers from 0 up to but not including 1, as `Math.random` does. Default: WebCrypto.
   */
  random?: number | (() => number);
  /**
   * The API keys that are active from the start, at most two for an account. Keys of the same account share its
   * records; the default account is `main`. Default: one key, labeled `local`, `LOCAL_API_KEY`.
   */
  apiKeys?: readonly { label: string; key: string; account?: string }[];
  /** The allowlist of client addresses, compared as whole addresses (no ranges). Default: any. */
  allowedIps?: readonly string[];
  /** Default `reference`. */
  errorShape?: ErrorShape;
  /**
   * The limits of the request log, in entries and bytes of JSON; the oldest entries are removed first. Problems are
   * kept separately, up to the same limits. Default 2000 entries and 4 MiB.
   */
  log?: { entries?: number; bytes?: number };
  /** The records and settings that the sandbox starts with, also after a reset. */
  seed?: Seed;
  /**
   * The only card and account numbers that payment methods and recipients may have; another one is refused with 400.
   * Default: any number that is well-formed.
   */
  acceptedNumbers?: readonly string[];
  /** The longest request body that is read, in bytes; a longer one is refused with 413. Default 65536. */
  maxBodyBytes?: number;
}
