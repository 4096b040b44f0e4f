/** Tells the user's own functions what happened, so that nothing they do or fail to do reaches the end user. */
export interface Reporter {
  /** Reports a failure. */
  report(error: unknown): void;
  /** Calls a function that nobody waits for, and reports its failure. */
  tell(hook: () => unknown): void;
}

/** What a reporter is made of. */
export interface ReporterParts {
  readonly traceId: string;
  readonly onError: ((error: unknown, traceId: string) => unknown) | undefined;
  readonly waitUntil: ((work: Promise<unknown>) => void) | undefined;
}

/** Reports to `onError`, and what that fails with to `console.error`. An async one that rejects is no exception. */
export function createReporter({ traceId, onError = reportOnConsole, waitUntil }: ReporterParts): Reporter {
  const onConsole = (error: unknown): void => reportOnConsole(error, traceId);
  const keep = (work: Promise<unknown>): void => {
    try {
      waitUntil?.(work);
    } catch (error) {
      onConsole(error);
    }
  };
  const run = (hook: () => unknown): Promise<unknown> => (async () => hook())();
  const report = (error: unknown): void => keep(run(() => onError(error, traceId)).catch(onConsole));
  return { report, tell: (hook) => keep(run(hook).catch(report)) };
}

function reportOnConsole(error: unknown, traceId: string): void {
  console.error(`plastiq-connect: mint endpoint, trace id ${traceId}:`, error);
}
