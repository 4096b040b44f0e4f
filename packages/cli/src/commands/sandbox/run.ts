import type { RunningSandbox, ServerOptions } from "@plastiq-connect/sandbox/server";
import { onAbort } from "../../abort.ts";
import { readArguments, readChoice, readNumber } from "../../arguments.ts";
import type { Context } from "../../command.ts";
import { ExitCode } from "../../exit-code.ts";
import { jsonLine, plain } from "../../foreign-text.ts";
import { writeRows } from "../../rows.ts";
import { UsageError } from "../../usage-error.ts";
import { DEFAULT_PORT } from "./help.ts";
import { readSeedFile } from "./seed-file.ts";

/** Runs the local sandbox until Ctrl-C. */
export async function runSandbox({ args, program, out, err, signal }: Context): Promise<ExitCode> {
  const flags = readArguments(args, {
    port: { type: "string" },
    "error-shape": { type: "string" },
    seed: { type: "string" },
    ids: { type: "string" },
    account: { type: "string", multiple: true },
    json: { type: "boolean" },
  });
  const errorShape = readChoice("error-shape", flags["error-shape"], ["reference", "guide"]);
  const ids = readNumber("ids", flags.ids, 0, 2 ** 32 - 1);
  const accounts = accountsOf(flags.account);
  const { LOCAL_API_KEY, LOCAL_PAYER_ID } = await import("@plastiq-connect/sandbox");
  const seed = flags.seed === undefined ? undefined : await readSeedFile("seed", flags.seed);
  const running = await start({
    port: readNumber("port", flags.port, 0, 65_535) ?? DEFAULT_PORT,
    ...(errorShape && { errorShape }),
    ...(ids === undefined ? {} : { random: ids }),
    ...(seed && { seed: seed.content }),
    apiKeys: [
      { label: "local", key: LOCAL_API_KEY },
      ...Object.entries(accounts).map(([account, key]) => ({ label: account, key, account })),
    ],
  });
  const { baseUrl, origin, port } = running;
  if (flags.json) {
    out.line(
      jsonLine({
        ...{ baseUrl, inspector: `${origin}/`, port, apiKey: LOCAL_API_KEY, payerId: LOCAL_PAYER_ID },
        ...(flags.account && { accounts }),
        ...(seed && { seed: seed.ids }),
      }),
    );
  } else {
    const { bold, cyan, dim } = out.colors;
    out.line("Local sandbox of the Plastiq Connect API\n");
    const named = Object.entries(seed?.ids ?? {}).flatMap(([kind, records]) =>
      Object.entries(records).map(([name, id]) => [dim(`${kind}.${plain(name)}`), id] as const),
    );
    writeRows(out, [
      [dim("base URL"), bold(baseUrl)],
      [dim("inspector"), bold(`${origin}/`)],
      ...(seed ? named : [[dim("payer"), LOCAL_PAYER_ID] as const]),
      ...Object.entries(accounts).map(([name, key]) => [dim(`key of ${name}`), key] as const),
    ]);
    out.line(dim("\nIn another terminal:\n"));
    out.line(cyan(`export PLASTIQ_BASE_URL=${baseUrl}`));
    out.line(cyan(`export PLASTIQ_API_KEY=${LOCAL_API_KEY}`));
    out.line(cyan(`${program} mint --payer ${LOCAL_PAYER_ID}`));
    err.line(err.colors.dim("\nCtrl-C stops it."));
  }
  // A reader may close the pipe after the address. But if the address cannot be written, the sandbox is useless.
  await new Promise<unknown>((stop) => {
    onAbort(signal, stop);
    onAbort(out.ended, (reason) => reason === "EPIPE" || stop(reason));
  });
  await running.close();
  return ExitCode.ok;
}

/** Returns the API keys of further accounts, by the names of the accounts. @throws UsageError. */
function accountsOf(names: readonly string[] = []): Readonly<Record<string, string>> {
  if (!names.every((name) => /^[a-z][a-z\d-]{0,29}$/.test(name) && name !== "main")) {
    throw new UsageError(
      "--account must be a name of lower-case letters, digits and -, other than main.",
      "main is the account that always exists.",
    );
  }
  return Object.fromEntries(names.map((name) => [name, `local-sandbox-key-of-${name}`]));
}

async function start(options: ServerOptions): Promise<RunningSandbox> {
  const { startSandbox } = await import("@plastiq-connect/sandbox/server");
  try {
    return await startSandbox(options);
  } catch (error) {
    throw new UsageError((error as Error).message, "Choose another port: --port <number>, or --port 0 for a free one.");
  }
}
