import { inspect } from "node:util";
import { isConnectError } from "@plastiq-connect/node";
import colors from "picocolors";

/** A thing that turned out otherwise than the story says. */
class Surprise extends Error {}

/** Tells a story in the terminal, step by step, and remembers whether every step did what it says. */
export interface Story {
  /**
   * One step: it prints its title, does the work, and prints the facts that the work gives, as `[name, value]` lines.
   * A failure ends the story.
   */
  step<Result>(title: string, work: () => Promise<{ result: Result; facts: readonly Fact[] }>): Promise<Result>;
  /** Says what this run leaves out, and why. */
  skipped(what: string, why: string): void;
}

/** A line below a step. */
export type Fact = readonly [name: string, value: string];

/** A story that is told on standard output. */
export function tellStory(): Story {
  let number = 0;
  return {
    async step(title, work) {
      number++;
      console.log(`\n${colors.cyan(String(number).padStart(2))}  ${colors.bold(title)}`);
      const { result, facts } = await work();
      const width = Math.max(0, ...facts.map(([name]) => name.length));
      for (const [name, value] of facts) console.log(`    ${colors.dim(name.padEnd(width))}  ${value}`);
      console.log(`    ${colors.green("✓")}`);
      return result;
    },
    skipped: (what, why) => console.log(`\n${colors.dim(`    Skipped: ${what}. ${why}.`)}`),
  };
}

/** Ends a step when something is otherwise than it must be. */
export function expect(holds: boolean, otherwise: string): asserts holds {
  if (!holds) throw new Surprise(otherwise);
}

/** Prints how a story failed. A `ConnectError` says itself what to do next. */
export function tellFailure(error: unknown): void {
  const lines = isConnectError(error)
    ? [error.message, ...error.details, error.traceId && `trace id ${error.traceId}`]
    : [error instanceof Surprise ? error.message : inspect(error)];
  console.log(`    ${colors.red("✗")} ${lines.filter(Boolean).join("\n      ")}`);
}
