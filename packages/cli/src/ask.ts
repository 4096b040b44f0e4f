import { createInterface } from "node:readline/promises";
import { setTimeout } from "node:timers/promises";
import { ConnectError } from "@plastiq-connect/node";
import { UsageError } from "./usage-error.ts";

/**
 * Asks the user at the terminal, and returns the trimmed reply. A reply to a question of kind `consent` counts only when it
 * is typed after the question is shown, so that nobody agrees to an amount that is not on the screen yet.
 */
export type Ask = (question: string, kind?: "consent") => Promise<string>;

/** Longer than a terminal takes to deliver what was typed before. */
const TYPED_BEFORE_MS = 50;

/**
 * Returns a function that asks on stderr, so that stdout has only results. Returns undefined when there is no terminal.
 */
export function createAsk(
  input: NodeJS.ReadStream,
  output: NodeJS.WriteStream,
  stop: AbortController,
): Ask | undefined {
  if (!input.isTTY || !output.isTTY) return undefined;
  // What was pasted together with an earlier reply: whole lines, and the start of another.
  let pasted: string[] = [];
  let start = "";
  return async (question, kind) => {
    if (kind === "consent") [pasted, start] = [[], ""];
    const next = pasted.shift();
    if (next !== undefined) {
      output.write(`${question}${next.trim()}\n`);
      return next.trim();
    }
    // A reader for each question, so that the process handles Ctrl-C between questions.
    const reader = createInterface({ input, output, terminal: true, prompt: "" });
    const ended = new Promise<never>((_, reject) => {
      reader.once("SIGINT", () => stop.abort("SIGINT"));
      reader.once("close", () => reject(new UsageError("The input ended before the reply.")));
    });
    try {
      if (kind === "consent") {
        await Promise.race([setTimeout(TYPED_BEFORE_MS), ended]);
        // Deletes the line, as Ctrl-U does.
        reader.write(null, { ctrl: true, name: "u" });
      }
      const reply = reader.question(question, { signal: stop.signal });
      reader.write(start);
      reader.on("line", (line) => pasted.push(line));
      return (await Promise.race([reply, ended])).trim();
    } catch (error) {
      if (!stop.signal.aborted) {
        // Ends the line of the question.
        output.write("\n");
        throw error;
      }
      throw new ConnectError({ code: "aborted", outcome: "not-sent", message: "Interrupted." });
    } finally {
      ended.catch(() => undefined);
      start = reader.line;
      reader.close();
    }
  };
}
