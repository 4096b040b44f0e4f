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
  /** Characters per line, or undefined where lines are not wrapped, as on a pipe. */
  readonly width: number | undefined;
}

/** Wraps a stream for a command. Ignores a closed reader, such as `head -1`. */
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
