/**
 * The API key that every sandbox accepts unless told otherwise. Published on purpose: it opens nothing but a sandbox.
 */
export const LOCAL_API_KEY: string = "local-sandbox-key-not-a-secret";

/** The id (a UUID v4) of the payer that every account starts with, and still has after a reset. */
export const LOCAL_PAYER_ID: string = "3f2c9a54-7d1e-4b86-9c0a-5e8d1f7b2a63";

/**
 * Which of the vendor's two published error bodies to respond with.
 *
 * `reference` is the OpenAPI file's `{code, message, errors: [{details}], traceId}`; `guide` is the error guide's
 * `{statusCode, code, message, details: [{details}], traceId}`. A client must read both.
 * @see https://docs.developer.plastiq.com/docs/errors
 */
export type ErrorShape = "reference" | "guide";

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
   * {@link LOCAL_API_KEY}.
   */
  apiKeys?: readonly { label: string; key: string; account?: string }[];
  /** The only addresses that may call, compared as whole addresses (no ranges). Absent: any address may. */
  allowedIps?: readonly string[];
  /** Default `reference`. */
  errorShape?: ErrorShape;
  /** The longest request body that is read, in bytes; a longer one is refused with 413. Default 65536. */
  maxBodyBytes?: number;
}

/** What a test may change while the sandbox runs. */
export interface Settings {
  errorShape: ErrorShape;
  allowedIps: readonly string[] | null;
}

/** Returns the settings that a sandbox starts with. */
export function settingsOf(options: SandboxOptions): Settings {
  return { errorShape: options.errorShape ?? "reference", allowedIps: options.allowedIps ?? null };
}
