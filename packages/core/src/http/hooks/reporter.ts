import { logError } from "./hooks.ts";

/** The user's functions for one request to an endpoint. Their failures never reach the end user. */
export interface Reporter {
  /** Keeps work alive after the response, if the runtime requires it. */
  keep(work: Promise<unknown>): void;
  /** Reports a failure. */
  report(error: unknown): void;
  /** Calls a hook, does not wait for it, and reports its failure. */
  callHook(hook: () => unknown): void;
}

/** Options for `createReporter`. */
export interface ReporterOptions {
  /** The start of a message on the console. */
  readonly about: string;
  readonly onError: ((error: unknown) => unknown) | undefined;
  readonly waitUntil: ((work: Promise<unknown>) => void) | undefined;
}

/** Creates a reporter. It reports to `onError`, and a failure of `onError`, also an async one, to `console.error`. */
export function createReporter({ about, onError, waitUntil }: ReporterOptions): Reporter {
  const onConsole = (error: unknown): void => logError(about, error);
  const keep = (work: Promise<unknown>): void => {
    try {
      waitUntil?.(work);
    } catch (error) {
      onConsole(error);
    }
  };
  const run = (hook: () => unknown): Promise<unknown> => (async () => hook())();
  const report = (error: unknown): void => keep(run(() => (onError ?? onConsole)(error)).catch(onConsole));
  return { keep, report, callHook: (hook) => keep(run(hook).catch(report)) };
}
