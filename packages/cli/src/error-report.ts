import { type ConnectError, isConnectError } from "@plastiq-connect/node";
import type { Context } from "./command.ts";
import { ExitCode, exitCodeOf } from "./exit-code.ts";
import { inTermsOfFlags } from "./flag-names.ts";
import { jsonLine, plain } from "./foreign-text.ts";
import { OutputError } from "./output-error.ts";
import { inTermsOf } from "./program.ts";
import { type Row, writeRows } from "./rows.ts";
import { SandboxError } from "./sandbox-error.ts";
import { UsageError } from "./usage-error.ts";

/**
 * Prints the error and the next step to stderr, and returns the exit code. With `--json` it is one object,
 * `{"error": {...}}`. It shows no stack, no key and no secret. Pass `advice` to replace the default next step, and `effect`
 * to add a sentence to the message.
 */
export function reportError(error: unknown, context: Context, advice?: string, effect?: string): ExitCode {
  const { args, err, program } = context;
  const found = reportOf(error, context);
  const next = advice ?? found.advice;
  const message = effect === undefined ? found.message : `${found.message} ${effect}`;
  const report = { ...found, message, ...(next && { advice: inTermsOf(program, next) }) };
  if (args.includes("--json")) {
    err.line(jsonLine({ error: report }));
  } else {
    const { dim, red } = err.colors;
    const rows: Row[] = [[red("error"), report.message]];
    for (const detail of report.details ?? []) rows.push([dim("detail"), detail]);
    if (report.traceId) rows.push([dim("trace id"), report.traceId]);
    if (report.advice) rows.push([dim("next"), report.advice]);
    writeRows(err, rows);
  }
  return report.exitCode;
}

/** An error as `--json` prints it. */
interface Report {
  /** A `ConnectError`'s code, `usage`, `output_failed` or `defect`. */
  readonly code: string;
  readonly message: string;
  readonly exitCode: ExitCode;
  readonly advice?: string | undefined;
  readonly outcome?: string;
  readonly status?: number | undefined;
  readonly apiCode?: string | undefined;
  readonly details?: readonly string[];
  readonly traceId?: string | undefined;
  readonly attempts?: number;
}

function reportOf(error: unknown, { args, env, signal }: Context): Report {
  if (error instanceof UsageError) {
    const { message, advice } = error;
    return { code: "usage", message, exitCode: ExitCode.usage, advice };
  }
  if (error instanceof SandboxError) {
    const { message, advice, outcome } = error;
    return outcome === "rejected"
      ? { code: "request_refused", message, exitCode: ExitCode.refused, advice, outcome }
      : { code: "network_failed", message, exitCode: ExitCode.network, advice, outcome };
  }
  if (error instanceof OutputError) {
    const advice = "The command itself succeeded. Check its effect before you run it again.";
    return { code: "output_failed", message: error.message, exitCode: ExitCode.output, advice };
  }
  if (isConnectError(error)) return connectReport(error, args, signal);
  // An unknown error may contain anything, unlike the library's own.
  const text = plain(error instanceof Error ? error.message : "").replaceAll(env.PLASTIQ_API_KEY || "\0", "[redacted]");
  return {
    code: "defect",
    message: `This is a bug in plastiq-connect: ${text || "unknown"}`,
    exitCode: ExitCode.defect,
    advice: "Please report it, with the command line and the version.",
  };
}

function connectReport(error: ConnectError, args: readonly string[], signal: AbortSignal): Report {
  const { code, outcome, status, apiCode, traceId, attempts } = error;
  const isOurs = code === "input_invalid" || code === "configuration_invalid";
  const message = isOurs ? inTermsOfFlags(error.message, args) : error.message;
  const terminated = code === "aborted" && signal.reason === "SIGTERM";
  return {
    code,
    message: code === "aborted" ? "Interrupted." : plain(message),
    exitCode: terminated ? ExitCode.terminated : exitCodeOf(error),
    advice: adviceFor(error),
    outcome,
    status,
    apiCode: apiCode && plain(apiCode),
    // The message for invalid input already contains its details.
    details: code === "input_invalid" ? [] : error.details.map(plain),
    traceId: attempts && traceId ? plain(traceId) : undefined,
    attempts,
  };
}

function adviceFor({ code, retryAfter }: ConnectError): string | undefined {
  switch (code) {
    case "configuration_invalid":
    case "network_failed":
    case "redirect_refused":
    case "unauthorized":
    case "forbidden":
      return "Run plastiq-connect doctor.";
    case "not_found":
      return "Check the ids, or run plastiq-connect doctor. Environments share nothing.";
    case "timed_out":
      return "Try again, or allow more time with --timeout <ms>.";
    case "rate_limited":
    case "server_unavailable":
    case "server_failed":
    case "response_unreadable":
      return retryAfter === undefined ? "Try again later." : `Try again in ${Math.ceil(retryAfter / 1000)} s.`;
    default:
      return undefined;
  }
}

/** Returns the advice for input that the request model of a command's call refused. */
export function adviceOnInput(error: unknown, command: string): string | undefined {
  return isConnectError(error) && error.code === "input_invalid" ? `See plastiq-connect ${command} --help.` : undefined;
}
