import { INSPECT, REDACTED } from "../redact.ts";

/** The documented lifetime of a client secret: 60 seconds, in milliseconds. */
export const CLIENT_SECRET_LIFETIME: number = 60_000;

/** The documented lifetime of a workflow secret: 30 minutes, in milliseconds. */
export const WORKFLOW_SECRET_LIFETIME: number = 1_800_000;

/** Facts about a client secret besides its value. */
export interface ClientSecretFacts {
  /** The time at which it expires. */
  readonly expiresAt: Date;
  /** The whole lifetime in milliseconds. Default: {@link CLIENT_SECRET_LIFETIME}. */
  readonly lifetime?: number | undefined;
  /** The payer it is scoped to. Unknown in a browser. */
  readonly payerId?: string | undefined;
  /** The trace id of the call that minted it. */
  readonly traceId: string;
}

/**
 * A token that lets a browser store a card without the API key. It is scoped to one payer, works once, and expires after
 * 60 s. A workflow secret expires after 30 minutes, and its payer is optional.
 *
 * It prints `[redacted]` everywhere (text, JSON, `console.log` in every runtime); only {@link ClientSecret.reveal}
 * returns its value.
 *
 * @see https://docs.developer.plastiq.com/reference/post_client-secrets-1
 */
export class ClientSecret {
  /**
   * The time at which it expires: its lifetime after the minting request was *sent*, so it is never assumed valid for
   * too long.
   */
  declare readonly expiresAt: Date;
  /** The payer it is scoped to. Known where it was minted, unknown in a browser. */
  declare readonly payerId: string | undefined;
  /** The trace id of the call that minted it. */
  declare readonly traceId: string;
  /** Returns the secret value. Send it only to the end user's browser. */
  declare readonly reveal: () => string;
  declare private readonly lifetime: number | undefined;

  constructor(value: string, { expiresAt, payerId, traceId, lifetime }: ClientSecretFacts) {
    // Not a field, because debuggers show even private fields. As an own, non-enumerable function it also works through
    // a proxy, such as Vue's `ref()`.
    Object.defineProperties(this, { reveal: { value: () => value }, lifetime: { value: lifetime } });
    this.expiresAt = expiresAt;
    this.payerId = payerId;
    this.traceId = traceId;
    // The first instance sets this for all. A static block would keep the class in every bundle.
    Object.getPrototypeOf(this)[INSPECT] ??= this.toString;
  }

  /**
   * Returns the remaining lifetime in milliseconds: 0 to 60,000 (workflow secret: 0 to 1,800,000). Send this to a
   * browser, because its clock may differ.
   */
  remaining(): number {
    // A clock that is set back must not extend the lifetime.
    return Math.min(Math.max(0, this.expiresAt.getTime() - Date.now()), this.lifetime ?? CLIENT_SECRET_LIFETIME);
  }

  /** True if the lifetime is over according to the local clock. A spent secret cannot be detected. */
  get expired(): boolean {
    return !this.remaining();
  }

  /** Always `[redacted]`. */
  toString(): string {
    return REDACTED;
  }

  /** Always `[redacted]`, so that `JSON.stringify` does not reveal it either. */
  toJSON(): string {
    return REDACTED;
  }
}
