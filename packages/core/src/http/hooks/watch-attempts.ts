import { REDACTED, redactor } from "../../redact.ts";
import type { Model } from "../../schema/model.ts";
import type { ApiRequest, ApiResponse } from "../operation/operation.ts";
import { findDrift } from "./drift.ts";
import { type AttemptEvent, type AttemptLog, type HookEvent, type Hooks, notify, type RetryEvent } from "./hooks.ts";

/** The facts that all hook events of a call share. */
export type About = Omit<HookEvent, "attempt">;

/** Reports the attempts of one call to its hooks. */
export interface AttemptsWatch {
  /** Before an attempt. `send` sends it, once. */
  sending(attempt: number, request: ApiRequest, send: () => void): void;
  /** After a whole response to the attempt that is under way. */
  received(response: ApiResponse): void;
  /** After an attempt, and before the pause that follows it. Reports nothing of one that was not sent. */
  ended(
    response: Pick<Partial<ApiResponse>, "status" | "traceId">,
    failure?: Pick<AttemptEvent, "error" | "delay">,
  ): void;
  /** Before the pause that comes before a retry. */
  retrying(retry: Omit<RetryEvent, keyof About> & { readonly attempt: number }): void;
}

const HOOKS = ["onRequest", "onAttempt", "onResponse", "onRetry", "onDrift"] as const;

/**
 * Watches the attempts of one call. `model` returns the known fields of a response. Returns undefined when nobody is to
 * be told: most calls then cost nothing for it.
 */
export function watchAttempts(
  hooks: Hooks,
  log: AttemptLog | undefined,
  facts: Omit<About, "url">,
  baseUrl: string,
  { path, secrets }: ApiRequest,
  model: (() => Model) | undefined,
): AttemptsWatch | undefined {
  if (!log && !HOOKS.some((name) => hooks[name])) return undefined;
  // Hooks are shown the address without what the request model does not know.
  const about = { ...facts, url: baseUrl + (path.includes("?") ? redactor(secrets)(path) : path) };
  // Of the attempt that is under way.
  let attempt = 0;
  let startedAt: number | undefined;
  const duration = (): number => performance.now() - Number(startedAt);
  return {
    sending(number, { headers }, send) {
      attempt = number;
      startedAt = performance.now();
      notify(hooks, "onRequest", () => ({ ...about, attempt, headers: { ...headers, authorization: REDACTED } }), send);
    },
    received(response) {
      const { status, body } = response;
      // Headers are redacted when they are read.
      notify(hooks, "onResponse", () => ({
        ...about,
        attempt,
        status,
        headers: { ...response.headers },
        duration: duration(),
      }));
      if (!hooks.onDrift || status < 200 || status > 299) return;
      const drift = findDrift(status, body, model?.());
      if (drift.length > 0) notify(hooks, "onDrift", () => ({ ...about, attempt, drift }));
    },
    ended({ status, traceId: vendorTraceId }, failure) {
      if (startedAt === undefined) return;
      const ended = { ...about, attempt, duration: duration(), status, vendorTraceId, ...failure };
      startedAt = undefined;
      notify(hooks, "onAttempt", () => ({ ...ended }));
      notify({ onAttempt: log }, "onAttempt", () => ended);
    },
    retrying: (retry) => notify(hooks, "onRetry", () => ({ ...about, ...retry })),
  };
}
