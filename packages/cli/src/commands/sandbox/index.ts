import { untilAborted } from "../../abort.ts";
import type { Command } from "../../command.ts";
import { suggestion } from "../../suggestion.ts";
import { UsageError } from "../../usage-error.ts";
import { controlSandbox } from "./control.ts";
import { injectFault } from "./fault.ts";
import { HELP } from "./help.ts";
import { initSeed } from "./init.ts";
import { runSandbox } from "./run.ts";

/** `plastiq-connect sandbox`. */
export const sandbox: Command = {
  summary: "run the local sandbox, which imitates the API",
  help: HELP,
  async run(context) {
    const [action = "", ...args] = context.args;
    if (action === "init") return initSeed({ ...context, args });
    if (action === "fault") return untilAborted(context.signal, injectFault({ ...context, args }));
    if (action === "control") return untilAborted(context.signal, controlSandbox({ ...context, args }));
    if (action === "" || action.startsWith("-")) return runSandbox(context);
    throw new UsageError(
      "The argument after sandbox must be an option, init, fault or control.",
      suggestion(action, ["init", "fault", "control"]) ?? "See plastiq-connect sandbox --help.",
    );
  },
};
