import colors from "picocolors";

/** Paints text, or leaves it alone where colour is not wanted. */
export type Colors = ReturnType<typeof colors.createColors>;

/** One of the two streams of the program. */
export interface Output {
  /** Writes text and a line break. */
  line(text?: string): void;
  readonly colors: Colors;
  /** Whether a person is likely to read it at once. */
  readonly isTerminal: boolean;
  /** How many characters a line holds; undefined where lines are never broken, as on a pipe. */
  readonly width: number | undefined;
}

/** A stream as a command sees it. A reader that goes away, as `head -1` does, is no error: the rest is not written. */
export function createOutput(stream: NodeJS.WriteStream, env: Readonly<Record<string, string | undefined>>): Output {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  return {
    line: (text = "") => void stream.write(`${text}\n`),
    colors: colors.createColors(wantsColors(stream, env)),
    isTerminal: stream.isTTY === true,
    width: stream.isTTY ? stream.columns || undefined : undefined,
  };
}

// picocolors' own rule paints pipes wherever CI is set.
function wantsColors(stream: NodeJS.WriteStream, env: Readonly<Record<string, string | undefined>>): boolean {
  if (env.NO_COLOR) return false;
  if (env.FORCE_COLOR) return env.FORCE_COLOR !== "0" && env.FORCE_COLOR !== "false";
  return stream.isTTY === true && env.TERM !== "dumb";
}
