import type { ConnectError } from "../error.ts";
import type { Drift } from "./drift.ts";

/** What every hook is told. Nothing in it is secret: the credential is left out, and so are bodies. */
export interface HookEvent {
  /** Such as `createClientSecret`. */
  readonly operation: string;
  /** The HTTP method. */
  readonly method: string;
  /** The whole address. */
  readonly url: string;
  /** The call's trace id: all its attempts share it. */
  readonly traceId: string;
  /** The number of the attempt, from 1. */
  readonly attempt: number;
}

/** An attempt is about to be sent. */
export interface RequestEvent extends HookEvent {
  /** What is sent, but `authorization`, which reads `[redacted]`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A whole answer arrived, whatever its status. */
export interface ResponseEvent extends HookEvent {
  /** The HTTP status. */
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** From sending to the last byte, in milliseconds. */
  readonly duration: number;
}

/** An attempt failed and will be repeated. `attempt` is the one that failed. */
export interface RetryEvent extends HookEvent {
  /** The pause before the next attempt, in milliseconds. */
  readonly delay: number;
  /** What the call would fail with if it were not repeated. */
  readonly error: ConnectError;
}

/** A response has something that this release does not know. No value is in it. */
export interface DriftEvent extends HookEvent {
  /** What it does not know. */
  readonly drift: readonly Drift[];
}

/**
 * Functions that watch calls, for logs and metrics. They are not waited for, and one that throws changes nothing for
 * the call: its error is written to `console.error`.
 */
export interface Hooks {
  /** Before each attempt. */
  readonly onRequest?: ((event: RequestEvent) => unknown) | undefined;
  /** After each whole answer, good or bad. */
  readonly onResponse?: ((event: ResponseEvent) => unknown) | undefined;
  /** Before the pause that comes before a repetition. */
  readonly onRetry?: ((event: RetryEvent) => unknown) | undefined;
  /** After a 2xx that has unknown fields, enum values or an undocumented status. The call succeeds all the same. */
  readonly onDrift?: ((event: DriftEvent) => unknown) | undefined;
}

/** Calls a hook, if it is there, so that neither its throwing nor its rejecting reaches the call. */
export function notify<Name extends keyof Hooks>(
  hooks: Hooks,
  name: Name,
  event: () => Parameters<NonNullable<Hooks[Name]>>[0],
): void {
  const hook = hooks[name] as ((event: unknown) => unknown) | undefined;
  // The wrapper makes one rejection of whatever goes wrong in the hook, now or later.
  if (hook)
    (async () => hook(event()))().catch((error) => console.error(`plastiq-connect: hook ${name} failed:`, error));
}
