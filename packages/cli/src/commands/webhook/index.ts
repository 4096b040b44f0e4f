import { untilAborted } from "../../abort.ts";
import type { Command } from "../../command.ts";
import { suggestion } from "../../suggestion.ts";
import { UsageError } from "../../usage-error.ts";
import { HELP } from "./help.ts";
import { listen } from "./listen.ts";
import { trigger } from "./trigger.ts";

/** `plastiq-connect webhook`. */
export const webhook: Command = {
  summary: "show and trigger the local sandbox's webhook events",
  help: HELP,
  async run(context) {
    const [action = "", ...args] = context.args;
    if (action === "listen") return listen({ ...context, args });
    if (action === "trigger") return untilAborted(context.signal, trigger({ ...context, args }));
    throw new UsageError(
      "The argument after webhook must be listen or trigger.",
      suggestion(action, ["listen", "trigger"]) ?? "See plastiq-connect webhook --help.",
    );
  },
};
