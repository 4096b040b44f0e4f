/** An invalid command line or configuration. Nothing was sent. Its messages never repeat a value. */
export class UsageError extends Error {
  override readonly name: string = "UsageError";
  /** The correct usage. */
  readonly advice: string | undefined;

  constructor(message: string, advice?: string) {
    super(message);
    this.advice = advice;
  }
}

/** The local sandbox refused a request to control it. */
export class SandboxRefusal extends Error {
  override readonly name: string = "SandboxRefusal";
}

/** No local sandbox responds. */
export class NoSandboxError extends UsageError {
  override readonly name: string = "NoSandboxError";
}
