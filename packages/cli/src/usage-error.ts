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

/** The local sandbox refused a request to control it, because of the state that it is in. Nothing has changed. */
export class SandboxRefusal extends UsageError {
  override readonly name: string = "SandboxRefusal";
}

/** The local sandbox did not respond to a request as it should. The request may have taken effect. */
export class SandboxFailure extends UsageError {
  override readonly name: string = "SandboxFailure";
}

/** No local sandbox responds. */
export class NoSandboxError extends UsageError {
  override readonly name: string = "NoSandboxError";
}
