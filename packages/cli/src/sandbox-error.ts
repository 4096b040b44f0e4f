/** Error of a command that the local sandbox did not carry out. */
export class SandboxError extends Error {
  override readonly name: string = "SandboxError";
  /** `not-sent`: no sandbox responds. `rejected`: it refused, because of the state that it is in. Otherwise `unknown`. */
  readonly outcome: "not-sent" | "rejected" | "unknown";
  /** The next step. */
  readonly advice: string;

  constructor(outcome: SandboxError["outcome"], message: string, advice: string) {
    super(message);
    this.outcome = outcome;
    this.advice = advice;
  }
}
