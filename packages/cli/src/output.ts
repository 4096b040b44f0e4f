import colors from "picocolors";

/** Functions that color text, or return it unchanged without color. */
export type Colors = ReturnType<typeof colors.createColors>;

/** One of the two streams of the program. */
export interface Output {
  /** Writes text and a line break. */
  line(text?: string): void;
  readonly colors: Colors;
  /** True when the stream is a terminal. */
  readonly isTerminal: boolean;
  /** Characters per line, or undefined if lines are not wrapped, as on a pipe. */
  readonly width: number | undefined;
  /**
   * Aborted when nothing can be written any more. Its reason is the error code: `EPIPE` when the reader has closed the
   * pipe.
   */
  readonly ended?: AbortSignal | undefined;
}

/** An output to a stream of the process. */
export interface StreamOutput extends Output {
  /** Waits until everything is written. Resolves with the error code, such as `ENOSPC`, if writing failed. */
  written(): Promise<string | undefined>;
}

/** Wraps a stream for a command. A closed reader, such as `head -1`, is not an error. */
export function createOutput(
  stream: NodeJS.WriteStream,
  env: Readonly<Record<string, string | undefined>>,
): StreamOutput {
  const end = new AbortController();
  stream.on("error", ({ code = "unknown" }: NodeJS.ErrnoException) => end.abort(code));
  return {
    line: (text = "") => void stream.write(`${text}\n`),
    ended: end.signal,
    async written() {
      await new Promise((done) => stream.write("", done));
      return end.signal.reason === "EPIPE" ? undefined : end.signal.reason;
    },
    colors: colors.createColors(wantsColors(stream, env)),
    isTerminal: stream.isTTY === true,
    width: stream.isTTY ? stream.columns || undefined : undefined,
  };
}

// picocolors colors pipes when CI is set.
function wantsColors(stream: NodeJS.WriteStream, env: Readonly<Record<string, string | undefined>>): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== "0" && env.FORCE_COLOR !== "false";
  return stream.isTTY === true && env.TERM !== "dumb";
}
