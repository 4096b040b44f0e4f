import type { ConnectError } from "../../error.ts";
import type { Drift } from "./drift.ts";

/** The start of a call. */
export interface CallEvent {
  /** The name of the operation, such as `createClientSecret`. */
  readonly operation: string;
  /** The host of the API, with its port. */
  readonly host: string;
  /** The same empty object in all events of one call: use it as the key of a `WeakMap`. */
  readonly call: object;
}

/** The end of a call. */
export interface EndEvent extends CallEvent {
  /** The duration of the whole call with retries and pauses, in milliseconds. */
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

/** Argument of the attempt hooks. It contains no credential and no bodies. */
export interface HookEvent {
  /** See {@link CallEvent.call}. */
  readonly call: object;
  /** The name of the operation, such as `createClientSecret`. */
  readonly operation: string;
  /** The HTTP method. */
  readonly method: string;
  /** The full URL. */
  readonly url: string;
  /** The call's trace id: all its attempts share it. */
  readonly traceId: string;
  /** The number of the attempt, from 1. */
  readonly attempt: number;
}

/** An attempt that is about to be sent. */
export interface RequestEvent extends HookEvent {
  /**
   * The request headers. `authorization` and your own headers are `[redacted]`. But if a response echoes the value of
   * your own header, errors, logs and {@link ResponseEvent} contain it.
   */
  readonly headers: Readonly<Record<string, string>>;
}

/** A complete response, with any status. */
export interface ResponseEvent extends HookEvent {
  /** The HTTP status. */
  readonly status: number;
  /** The headers, with names in lower case. */
  readonly headers: Readonly<Record<string, string>>;
  /** From sending to the last byte, in milliseconds. */
  readonly duration: number;
}

/** An attempt that has succeeded or failed. */
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

/** A failed attempt that will be retried. */
export interface RetryEvent extends HookEvent {
  /** The pause before the next attempt, in milliseconds. */
  readonly delay: number;
  /** The error that the call would fail with if it were not retried. */
  readonly error: ConnectError;
}

/** A response that contains something unknown to this release. The event contains no value. */
export interface DriftEvent extends HookEvent {
  /** The unknown field, value or status. */
  readonly drift: readonly Drift[];
}

/**
 * Functions that observe calls, for logs and metrics. A call does not wait for them. A hook that throws does not affect
 * the call: its error goes to `console.error`.
 */
export interface Hooks {
  /**
   * Returns whether anyone listens. Called when a call starts, and by `combineHooks` before each event. If it returns
   * false, no hook of this object is called, and no event is created. Default: always true.
   */
  readonly enabled?: (() => boolean) | undefined;
  /**
   * Called before the call starts. A tracer may call `run` to start the call within its own async context; otherwise
   * the call starts after the hook. Nothing that the hook does changes the call's result.
   */
  readonly onCall?: ((event: CallEvent, run: () => void) => unknown) | undefined;
  /** Called when a call has succeeded or failed, even if it sent nothing. */
  readonly onEnd?: ((event: EndEvent) => unknown) | undefined;
  /** Called before each attempt. `send` is for tracers, like `run` of {@link Hooks.onCall}. */
  readonly onRequest?: ((event: RequestEvent, send: () => void) => unknown) | undefined;
  /** Called after each attempt that was sent, whether it succeeded or failed. */
  readonly onAttempt?: ((event: AttemptEvent) => unknown) | undefined;
  /** Called after each complete response, with any status. */
  readonly onResponse?: ((event: ResponseEvent) => unknown) | undefined;
  /** Called before the pause that precedes a retry. */
  readonly onRetry?: ((event: RetryEvent) => unknown) | undefined;
  /**
   * Called after a 2xx response with unknown fields, unknown enum values or an undocumented status. The call still
   * succeeds.
   */
  readonly onDrift?: ((event: DriftEvent) => unknown) | undefined;
}

/** The hooks that are called for each attempt. */
export const ATTEMPT_HOOKS = ["onRequest", "onAttempt", "onResponse", "onRetry", "onDrift"] as const;

/** A function that logs a completed attempt. See `createLog`. */
export type AttemptLog = (event: AttemptEvent) => unknown;

/**
 * Writes an error to the console. It never throws, because nothing would catch the error, which ends the process: some
 * errors cannot be printed, and a test's console may throw.
 */
export function logError(about: string, error: unknown): void {
  try {
    console.error(`plastiq-connect: ${about}:`, error);
  } catch {}
}

/** Calls a hook if it is set. An error or rejection of the hook does not reach the call. */
export function notify<Name extends keyof Hooks>(
  hooks: Hooks,
  name: Name,
  event: () => Parameters<NonNullable<Hooks[Name]>>[0],
  start?: () => void,
): unknown {
  const hook = hooks[name] as ((event: unknown, start?: () => void) => unknown) | undefined;
  const failed = (error: unknown): void => logError(`hook ${name} failed`, error);
  try {
    const result = hook?.call(hooks, event(), start);
    // Most hooks return nothing. These promises cost as much as the rest of a call.
    if (result && result !== true) Promise.resolve(result).catch(failed);
    return result;
  } catch (error) {
    return failed(error);
  }
}

/** Returns the hooks if they are enabled. */
export function listening(hooks: Hooks | undefined): Hooks | undefined {
  return hooks && notify(hooks, "enabled", () => undefined) !== false ? hooks : undefined;
}

/**
 * Combines several sets of hooks. They are called in order, even when an earlier one fails.
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
  const combined: Record<string, unknown> = { enabled: () => all.some(listening) };
  // By name, because the methods of a class are not among the keys of an object.
  for (const name of ["onCall", "onEnd", ...ATTEMPT_HOOKS] as const) {
    const own = all.filter((hooks) => hooks[name]);
    const notifyAll = (event: never, start?: () => void): void => {
      for (const hooks of own) if (listening(hooks)) notify(hooks, name, () => event, start);
    };
    // Events that no hook uses are not created.
    if (own.length > 0) combined[name] = notifyAll;
  }
  return combined;
}
