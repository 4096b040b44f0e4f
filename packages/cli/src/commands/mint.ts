import { type ClientSecret, ConnectError, createClient, type EndUser } from "@plastiq-connect/node";
import { readArguments, readNumber } from "../arguments.ts";
import { attemptOptions } from "../attempts.ts";
import type { Command, Context } from "../command.ts";
import { absentSandbox, CONNECTION_OPTIONS, requiredKey, type Target, targetOf } from "../connection.ts";
import { adviceOnInput, reportError } from "../error-report.ts";
import { ExitCode } from "../exit-code.ts";
import { isPrintable, jsonLine, plain } from "../foreign-text.ts";
import { CONNECTION_HELP } from "../help.ts";
import { writeRows } from "../rows.ts";
import { checkCreatePayer, createTestPayer } from "../test-records.ts";
import { UsageError } from "../usage-error.ts";

const HELP = `\
Mints a client secret: a token for one payer that lets a browser store a card
without the API key. It works once and expires after 60 seconds.

Usage:
  plastiq-connect mint --payer <uuid> [options]

Options:
  --payer <uuid>        the payer of the secret
  --create-payer        create a test payer first, and mint for it. Only with an
                        API on this machine, such as the local sandbox.
  --reveal              show the secret; otherwise it is shown as [redacted].
                        On a pipe, without --json, print only the secret.
  --json                one line of JSON: payerId, clientSecret, expiresAt,
                        expiresIn (ms), traceId, environment, baseUrl. Without
                        --reveal, clientSecret is null and redacted is true.
  --verbose             one line for each request, on stderr
  --trace-id <uuid>     a UUID v4 that identifies the call. Default: a new one.
  --timeout <ms>        limit of the call, including retries. Default: 30000 for
                        the call, and 10000 for one attempt
${CONNECTION_HELP}

The end user, the person at the browser (default: none):
  --user-agent <text>   the User-Agent of their browser
  --ip <address>        their IP address
  --device-id <text>    a stable id of their browser or device

Examples:
  plastiq-connect mint --payer 3f2c9a54-7d1e-4b86-9c0a-5e8d1f7b2a63
  plastiq-connect mint --create-payer --base-url http://127.0.0.1:4010/api
  secret=$(plastiq-connect mint --payer "$payer" --reveal)`;

/** `plastiq-connect mint`. */
export const mint: Command = {
  summary: "mint a client secret for a payer",
  help: HELP,
  async run(context) {
    const flags = readArguments(context.args, {
      ...CONNECTION_OPTIONS,
      payer: { type: "string" },
      "create-payer": { type: "boolean" },
      reveal: { type: "boolean" },
      json: { type: "boolean" },
      verbose: { type: "boolean" },
      "trace-id": { type: "string" },
      timeout: { type: "string" },
      "user-agent": { type: "string" },
      ip: { type: "string" },
      "device-id": { type: "string" },
    });
    const { env, signal } = context;
    const target = targetOf(flags, env);
    const payerGiven = payerOf(flags.payer, flags["create-payer"], target);
    const limit = readNumber("timeout", flags.timeout, 1, 2_147_483_647);
    const client = createClient({
      apiKey: await requiredKey(target, env),
      baseUrl: target.baseUrl,
      ...(limit === undefined ? {} : { timeout: limit, deadline: limit }),
      ...attemptOptions(context, flags.verbose),
    });
    const endUser = endUserOf({ userAgent: flags["user-agent"], ip: flags.ip, deviceId: flags["device-id"] });
    const call = { endUser, signal, traceId: flags["trace-id"] };
    try {
      // The trace id belongs to the call that mints; this call gets its own.
      const id = payerGiven ?? (await createTestPayer(client, { ...call, traceId: undefined }));
      print(await client.clientSecrets.create({ payer: { id } }, call), target, context, flags);
      return ExitCode.ok;
    } catch (error) {
      return reportError(error, context, absentSandbox(error, target) ?? adviceOnInput(error, "mint"));
    }
  },
};

function payerOf(payer: string | undefined, create: boolean | undefined, target: Target): string | undefined {
  if (create) checkCreatePayer(payer, target);
  if (create || payer !== undefined) return payer;
  const hint = target.place === "local" ? ", or create one: --create-payer" : "";
  throw new UsageError("A client secret needs a payer.", `Pass the payer: --payer <uuid>${hint}.`);
}

function endUserOf(endUser: EndUser): EndUser | "none" {
  return Object.values(endUser).every((fact) => fact === undefined) ? "none" : endUser;
}

function printableSecret(secret: ClientSecret): string {
  const value = secret.reveal();
  if (isPrintable(value)) return value;
  throw new ConnectError({
    code: "response_unreadable",
    outcome: "unknown",
    message: "The client secret contains characters that cannot be printed, so it was not printed.",
    traceId: secret.traceId,
    attempts: 1,
  });
}

function print(
  secret: ClientSecret,
  { baseUrl, place }: Target,
  { out, err }: Context,
  { json = false, reveal = false }: { readonly json?: boolean | undefined; readonly reveal?: boolean | undefined },
): void {
  const { payerId, expiresAt } = secret;
  const traceId = plain(secret.traceId);
  const clientSecret = reveal ? printableSecret(secret) : String(secret);
  if (reveal && out.isTerminal) {
    const warning = "This secret works once and expires in 60 s. Anyone who sees it can use it.";
    writeRows(err, [[err.colors.yellow("warning"), warning]]);
  }
  if (json) {
    const expiresIn = secret.remaining();
    // A script must not use the placeholder as the secret.
    const shown = reveal ? { clientSecret } : { clientSecret: null, redacted: true };
    out.line(jsonLine({ payerId, ...shown, expiresAt, expiresIn, traceId, environment: place, baseUrl }));
  } else if (reveal && !out.isTerminal) {
    out.line(clientSecret);
  } else {
    const { bold, dim, red } = out.colors;
    const left = Math.round(secret.remaining() / 1000);
    const rows = [
      [dim("payer"), payerId ?? ""],
      [dim("client secret"), reveal ? bold(clientSecret) : clientSecret],
      [dim("expires"), `${expiresAt.toISOString()} ${dim(`(in ${left} s)`)}`],
      [dim("trace id"), traceId],
      [dim("environment"), `${place === "production" ? red(place) : place} ${dim(baseUrl)}`],
    ] as const;
    writeRows(out, rows);
  }
}
