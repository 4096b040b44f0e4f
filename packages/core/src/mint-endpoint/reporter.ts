import { logError } from "../http/hooks/hooks.ts";

/** A reporter that calls the user's hooks. Their failures never reach the end user. */
export interface Reporter {
  /** Reports a failure. */
  report(error: unknown): void;
  /** Calls a hook, does not wait for it, and reports its failure. */
  tell(hook: () => unknown): void;
}

/** Options for `createReporter`. */
export interface ReporterParts {
  readonly traceId: string;
  readonly onError: ((error: unknown, traceId: string) => unknown) | undefined;
  readonly waitUntil: ((work: Promise<unknown>) => void) | undefined;
}

/** Creates a reporter. It reports to `onError`, and a failure of `onError`, also an async one, to `console.error`. */
export function createReporter({ traceId, onError, waitUntil }: ReporterParts): Reporter {
  const onConsole = (error: unknown): void => logError(`mint endpoint, trace id ${traceId}`, error);
  const keep = (work: Promise<unknown>): void => {
    try {
      waitUntil?.(work);
    } catch (error) {
      onConsole(error);
    }
  };
  const run = (hook: () => unknown): Promise<unknown> => (async () => hook())();
  const report = (error: unknown): void => keep(run(() => (onError ?? onConsole)(error, traceId)).catch(onConsole));
  return { report, tell: (hook) => keep(run(hook).catch(report)) };
}
