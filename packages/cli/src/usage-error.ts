/** An invalid command line or configuration. Nothing took effect. Its messages never repeat a value. */
export class UsageError extends Error {
  override readonly name: string = "UsageError";
  /** The correct usage. */
  readonly advice: string | undefined;

  constructor(message: string, advice?: string) {
    super(message);
    this.advice = advice;
  }
}
