import { REDACTED } from "../redact.ts";

/** How long the vendor says that a client secret lives: 60 seconds, in milliseconds. */
export const CLIENT_SECRET_LIFETIME: number = 60_000;

/** How long the vendor says that a workflow's client secret lives: 30 minutes, in milliseconds. */
export const WORKFLOW_SECRET_LIFETIME: number = 1_800_000;

// console.log of Node and Bun, and of Deno, asks the value for these.
const INSPECT = [Symbol.for("nodejs.util.inspect.custom"), Symbol.for("Deno.customInspect")];

/** Facts about a client secret besides its value. */
export interface ClientSecretFacts {
  /** When it dies. */
  readonly expiresAt: Date;
  /** Its whole life in milliseconds. Default: {@link CLIENT_SECRET_LIFETIME}. */
  readonly lifetime?: number | undefined;
  /** The payer it is scoped to. A browser does not know it. */
  readonly payerId?: string | undefined;
  /** The trace id of the call that minted it. */
  readonly traceId: string;
}

/**
 * A single-use token that lets a browser tokenise a card without the API key. Scoped to one payer, dead after 60 s.
 *
 * It prints `[redacted]` everywhere (text, JSON, `console.log` in every runtime); only {@link ClientSecret.reveal}
 * gives its value.
 *
 * @see https://docs.developer.plastiq.com/reference/post_client-secrets-1
 */
export class ClientSecret {
  /** When it dies: 60 s after the request that minted it was *sent*, so that it is never believed alive for too long. */
  readonly expiresAt: Date;
  /** The payer it is scoped to. Known where it was minted; a browser is not told. */
  readonly payerId: string | undefined;
  /** The trace id of the call that minted it. */
  readonly traceId: string;
  /** Returns the value itself: for the response to the end user's browser, and nowhere else. */
  declare readonly reveal: () => string;
  declare private readonly lifetime: number;

  constructor(value: string, { expiresAt, payerId, traceId, lifetime = CLIENT_SECRET_LIFETIME }: ClientSecretFacts) {
    // Not a field, not even a private one: debuggers show those. As a function of its own it also works through a proxy, such
    // as a Vue `ref()` puts around it, and it is not listed.
    Object.defineProperty(this, "reveal", { value: () => value });
    Object.defineProperty(this, "lifetime", { value: lifetime });
    this.expiresAt = expiresAt;
    this.payerId = payerId;
    this.traceId = traceId;
    // The first one does it for all. A static block would keep the class in every bundle, used or not.
    const prototype = Object.getPrototypeOf(this);
    for (const symbol of INSPECT) prototype[symbol] ??= this.toString;
  }

  /**
   * The rest of its life in milliseconds, from 0 to 60,000 (of a workflow secret, to 1,800,000). This is what a browser should be told, whose clock is its
   * own.
   */
  remaining(): number {
    // A clock that is set back must not lengthen it.
    return Math.min(Math.max(0, this.expiresAt.getTime() - Date.now()), this.lifetime);
  }

  /** Returns whether its 60 s are over. A secret that was spent is dead too, which only the vendor knows. */
  get expired(): boolean {
    return !this.remaining();
  }

  /** Always `[redacted]`. */
  toString(): string {
    return REDACTED;
  }

  /** Always `[redacted]`, so that `JSON.stringify` gives nothing away either. */
  toJSON(): string {
    return REDACTED;
  }
}
