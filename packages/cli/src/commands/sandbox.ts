import type { RunningSandbox, ServerOptions } from "@plastiq-connect/sandbox/server";
import { readArguments, readChoice, readNumber } from "../arguments.ts";
import type { Command } from "../command.ts";
import { ExitCode } from "../exit-code.ts";
import { writeRows } from "../layout.ts";
import { UsageError } from "../usage-error.ts";

const DEFAULT_PORT = 4010;

const HELP = `\
Runs the local sandbox, a strict stand-in for the Plastiq Connect API, until
Ctrl-C. It listens on this machine only, and forgets everything when it ends.

Usage:
  plastiq-connect sandbox [options]

Options:
  --port <number>       default ${DEFAULT_PORT}; 0 takes a free one
  --error-shape <name>  the error body, of the two that the vendor documents:
                        reference (default) or guide
  --json                one line of JSON: baseUrl, inspector, port, apiKey,
                        payerId

Examples:
  plastiq-connect sandbox
  plastiq-connect sandbox --port 0 --json

The API key that it prints is a published constant, and opens nothing else.
Ctrl-C and SIGTERM end it with exit code 0.`;

/** `plastiq-connect sandbox`. */
export const sandbox: Command = {
  summary: "run the local sandbox, a stand-in for the API on this machine",
  help: HELP,
  async run({ args, out, err, signal }) {
    const flags = readArguments(args, {
      port: { type: "string" },
      "error-shape": { type: "string" },
      json: { type: "boolean" },
    });
    const errorShape = readChoice("error-shape", flags["error-shape"], ["reference", "guide"]);
    const { LOCAL_API_KEY, LOCAL_PAYER_ID } = await import("@plastiq-connect/sandbox");
    const running = await start({
      port: readNumber("port", flags.port, 0, 65_535) ?? DEFAULT_PORT,
      ...(errorShape && { errorShape }),
    });
    const { baseUrl, origin, port } = running;
    if (flags.json) {
      out.line(
        JSON.stringify({ baseUrl, inspector: `${origin}/`, port, apiKey: LOCAL_API_KEY, payerId: LOCAL_PAYER_ID }),
      );
    } else {
      const { bold, cyan, dim } = out.colors;
      out.line("Local sandbox of the Plastiq Connect API\n");
      writeRows(out, [
        [dim("base URL"), bold(baseUrl)],
        [dim("inspector"), bold(`${origin}/`)],
        [dim("payer"), LOCAL_PAYER_ID],
      ]);
      out.line(dim("\nIn another terminal:\n"));
      out.line(cyan(`export PLASTIQ_BASE_URL=${baseUrl}`));
      out.line(cyan(`export PLASTIQ_API_KEY=${LOCAL_API_KEY}`));
      out.line(cyan(`plastiq-connect mint --payer ${LOCAL_PAYER_ID}`));
      err.line(err.colors.dim("\nCtrl-C stops it."));
    }
    await fired(signal);
    await running.close();
    return ExitCode.ok;
  },
};

async function start(options: ServerOptions): Promise<RunningSandbox> {
  const { startSandbox } = await import("@plastiq-connect/sandbox/server");
  try {
    return await startSandbox(options);
  } catch (error) {
    throw new UsageError((error as Error).message, "Choose another port: --port <number>, or --port 0 for a free one.");
  }
}

function fired(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener("abort", () => resolve(), { once: true });
  });
}
