/** Says what is wrong with a run, or returns undefined. */
type Invariant<Run> = (run: Run) => string | undefined;

/** The output of a run, and the secrets that it had. */
interface PrintedRun {
  readonly printed: readonly string[];
  readonly secrets: readonly string[];
}

/** The promise of every kind of run. */
export function noSecretIsPrinted({ printed, secrets }: PrintedRun): string | undefined {
  const text = printed.find((line) => secrets.some((secret) => line.includes(secret)));
  return text && `A secret is printed: ${text}`;
}

/** Returns one line for each promise that a run breaks. */
export function violationsOf<Run>(invariants: Readonly<Record<string, Invariant<Run>>>, run: Run): string[] {
  return Object.entries(invariants).flatMap(([name, check]) => {
    const wrong = check(run);
    return wrong ? [`${name}: ${wrong}`] : [];
  });
}
