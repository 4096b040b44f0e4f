import type { ConnectError } from "../../error.ts";
import type { Drift } from "./drift.ts";

/** A call starts. */
export interface CallEvent {
  /** Such as `createClientSecret`. */
  readonly operation: string;
  /** The host of the API, with its port. */
  readonly host: string;
  /** The same object in all events of one call: a key for a `WeakMap`. It is empty. */
  readonly call: object;
}

/** A call has ended. */
export interface EndEvent extends CallEvent {
  /** The time of the whole call with its retries and pauses, in milliseconds. */
  readonly duration: number;
  /** The number of HTTP requests that the call made. */
  readonly attempts: number;
  /** The HTTP status of the last response, if there was one. */
  readonly status?: number | undefined;
  /** The trace id to quote to the vendor's support. */
  readonly traceId?: string | undefined;
  /** The error of the call: a `ConnectError`, unless your own code failed. */
  readonly error?: unknown;
}

/** Argument of the hooks of an attempt. It holds no secret: the credential and the bodies are left out. */
export interface HookEvent {
  /** See {@link CallEvent.call}. */
  readonly call: object;
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
  /** The request headers. `authorization` reads `[redacted]`. */
  readonly headers: Readonly<Record<string, string>>;
}

/** A whole response arrived, whatever its status. */
export interface ResponseEvent extends HookEvent {
  /** The HTTP status. */
  readonly status: number;
  /** Names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** From sending to the last byte, in milliseconds. */
  readonly duration: number;
}

/** An attempt has ended, well or not. */
export interface AttemptEvent extends HookEvent {
  /** From sending to the last byte, or to the failure, in milliseconds. */
  readonly duration: number;
  /** The HTTP status, if there was a response. */
  readonly status?: number | undefined;
  /** The trace id to quote to the vendor's support. */
  readonly vendorTraceId?: string | undefined;
  /** The error of this attempt: a `ConnectError`, unless your own code failed. */
  readonly error?: unknown;
  /** The pause before the next attempt, in milliseconds. Undefined for the last attempt. */
  readonly delay?: number | undefined;
}

/** An attempt failed and will be repeated. `attempt` is the one that failed. */
export interface RetryEvent extends HookEvent {
  /** The pause before the next attempt, in milliseconds. */
  readonly delay: number;
  /** The error that the call would fail with if it were not retried. */
  readonly error: ConnectError;
}

/** A response has something that this release does not know. No value is in it. */
export interface DriftEvent extends HookEvent {
  /** The unknown field, value or status. */
  readonly drift: readonly Drift[];
}

/**
 * Functions that watch calls, for logs and metrics. They are not waited for, and one that throws changes nothing for
 * the call: its error is written to `console.error`.
 */
export interface Hooks {
  /**
   * Before anything of a call happens. A tracer may call `run` to start the call within an async context of its own; the
   * call starts by itself after the hook, and nothing that the hook does changes its result.
   */
  readonly onCall?: ((event: CallEvent, run: () => void) => unknown) | undefined;
  /** After a call, well or not, also one that sent nothing. */
  readonly onEnd?: ((event: EndEvent) => unknown) | undefined;
  /** Before each attempt. `send` is for tracers, as `run` of {@link Hooks.onCall}. */
  readonly onRequest?: ((event: RequestEvent, send: () => void) => unknown) | undefined;
  /** After each attempt that was sent, well or not. */
  readonly onAttempt?: ((event: AttemptEvent) => unknown) | undefined;
  /** After each whole response, good or bad. */
  readonly onResponse?: ((event: ResponseEvent) => unknown) | undefined;
  /** Before the pause that comes before a retry. */
  readonly onRetry?: ((event: RetryEvent) => unknown) | undefined;
  /** After a 2xx that has unknown fields, enum values or an undocumented status. The call succeeds all the same. */
  readonly onDrift?: ((event: DriftEvent) => unknown) | undefined;
}

/** A function that logs an attempt that has ended. See `createLog`. */
export type AttemptLog = (event: AttemptEvent) => unknown;

/** Calls a hook, if it is there, so that neither its throwing nor its rejecting reaches the call. */
export function notify<Name extends keyof Hooks>(
  hooks: Hooks,
  name: Name,
  event: () => Parameters<NonNullable<Hooks[Name]>>[0],
  start?: () => void,
): void {
  const hook = hooks[name] as ((event: unknown, start?: () => void) => unknown) | undefined;
  let result: unknown;
  try {
    result = hook?.(event(), start);
  } catch (error) {
    result = Promise.reject(error);
  }
  // Most hooks return nothing. These promises cost as much as the rest of a call.
  if (result)
    Promise.resolve(result)
      .catch((error) => console.error(`plastiq-connect: hook ${name} failed:`, error))
      // Tests make the console itself throw. Unhandled, that would end the process.
      .catch(() => {});
}

/**
 * Combines hooks of several origins. Each is called in its turn, also when one before it fails.
 *
 * @example
 * ```ts
 * import { combineHooks, type Hooks } from "@plastiq-connect/core";
 *
 * export function counted(hooks: Hooks, count: () => void): Hooks {
 *   return combineHooks(hooks, { onRequest: count });
 * }
 * ```
 */
export function combineHooks(...all: readonly Hooks[]): Hooks {
  const names = new Set(all.flatMap((hooks) => Object.keys(hooks))) as Set<keyof Hooks>;
  const combined: Record<string, unknown> = {};
  for (const name of names) {
    const own = all.filter((hooks) => hooks[name]);
    const tell = (event: never, start?: () => void): void => {
      for (const hooks of own) notify(hooks, name, () => event, start);
    };
    // Without a hook, what its event costs is saved.
    if (own.length > 0) combined[name] = tell;
  }
  return combined;
}
