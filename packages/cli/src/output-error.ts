/** An error for a result that could not be written. */
export class OutputError extends Error {
  /** @param code The error of the stream, such as `ENOSPC`. */
  constructor(code: string) {
    super(`The result could not be written to stdout (${code}).`);
  }
}
