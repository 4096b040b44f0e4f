import { REDACTED, redactor } from "../../redact.ts";
import type { Model } from "../../schema/model.ts";
import { FREE_HEADER_NAME } from "../operation/headers.ts";
import type { ApiRequest, ApiResponse } from "../operation/operation.ts";
import { findDrift } from "./drift.ts";
import {
  ATTEMPT_HOOKS,
  type AttemptEvent,
  type AttemptLog,
  type CallEvent,
  type HookEvent,
  type Hooks,
  notify,
  type RetryEvent,
} from "./hooks.ts";

/** The fields that all hook events of a call share. */
export type About = Omit<HookEvent, "attempt">;

/** Reports the attempts of one call to its hooks. */
export interface AttemptsWatch {
  /** Called before an attempt. `send` sends the request, once. */
  sending(attempt: number, request: ApiRequest, send: () => void): void;
  /** Called after a complete response to the current attempt. */
  received(response: ApiResponse): void;
  /** Called after an attempt, before the pause that follows. Does not report an attempt that was not sent. */
  ended(
    response: Pick<Partial<ApiResponse>, "status" | "traceId">,
    failure?: Pick<AttemptEvent, "error" | "delay">,
  ): void;
  /** Called before the pause that precedes a retry. */
  retrying(retry: Omit<RetryEvent, keyof About> & { readonly attempt: number }): void;
}

/**
 * Watches the attempts of one call. `model` returns the known fields of a response. Returns undefined when there are no
 * hooks, so that most calls have no extra cost.
 */
export function watchAttempts(
  hooks: Hooks,
  log: AttemptLog | undefined,
  { call, operation }: CallEvent,
  baseUrl: string,
  { method, path, headers, secrets }: ApiRequest,
  model: (() => Model) | undefined,
): AttemptsWatch | undefined {
  if (!log && !ATTEMPT_HOOKS.some((name) => hooks[name])) return undefined;
  // Hooks get the URL without the fields of `extra`.
  const url = baseUrl + (path.includes("?") ? redactor(secrets)(path) : path);
  // Each event spreads these last: on Node 20, each property after a spread takes about a microsecond.
  const about = { call, operation, method, url, traceId: headers["trace-id"] ?? "" };
  // The state of the current attempt.
  let attempt = 0;
  let startedAt: number | undefined;
  const duration = (): number => performance.now() - Number(startedAt);
  return {
    sending(number, { headers }, send) {
      attempt = number;
      startedAt = performance.now();
      notify(
        hooks,
        "onRequest",
        () => {
          const shown: Record<string, string> = { ...headers, authorization: REDACTED };
          // The user's own headers may contain another credential.
          for (const name of Object.keys(shown)) if (FREE_HEADER_NAME.test(name)) shown[name] = REDACTED;
          return { attempt, headers: shown, ...about };
        },
        send,
      );
    },
    received(response) {
      const { status, body } = response;
      // Headers are redacted when they are read.
      notify(hooks, "onResponse", () => ({
        attempt,
        status,
        headers: { ...response.headers },
        duration: duration(),
        ...about,
      }));
      if (!hooks.onDrift || status > 299) return;
      const drift = findDrift(status, body, model?.());
      if (drift.length > 0) notify(hooks, "onDrift", () => ({ attempt, drift, ...about }));
    },
    ended({ status, traceId: vendorTraceId }, failure) {
      if (startedAt === undefined) return;
      const ended = { attempt, duration: duration(), status, vendorTraceId, ...failure, ...about };
      startedAt = undefined;
      notify(hooks, "onAttempt", () => ({ ...ended }));
      notify({ onAttempt: log }, "onAttempt", () => ended);
    },
    retrying: (retry) => notify(hooks, "onRetry", () => ({ ...about, ...retry })),
  };
}
