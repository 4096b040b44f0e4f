import { type ConnectError, configurationInvalid, isConnectError } from "../../error.ts";
import { INSPECT } from "../../redact.ts";
import { urlTemplate } from "../operation/url-template.ts";
import type { AttemptEvent, AttemptLog } from "./hooks.ts";

/** The amount of logging. Each level includes the levels after it. */
export type LogLevel = "debug" | "info" | "warn" | "error" | "off";

/** An object with these four methods, such as `console` or a pino logger. Each gets a {@link LogEntry}. */
export interface Logger {
  /** Logs the entry of a read that succeeded. */
  debug(entry: never): unknown;
  /** Logs the entry of a write that succeeded, or of an attempt that the caller aborted. */
  info(entry: never): unknown;
  /** Logs the entry of an attempt that failed and is retried. */
  warn(entry: never): unknown;
  /** Logs the entry of an attempt that failed and ends its call. */
  error(entry: never): unknown;
}

/** One attempt in a log. It contains no secret. As text, and in a server's console, it is one line: its `msg`. */
export interface LogEntry {
  /** The whole entry in one line. */
  readonly msg: string;
  /** The name of the operation, such as `createPayment`. */
  readonly operation: string;
  /** The HTTP method. */
  readonly method: string;
  /** The path with `{id}` instead of ids. */
  readonly template: string;
  /** The HTTP status, if there was a response. */
  readonly status?: number | undefined;
  /** `succeeded`, or the outcome of the error. */
  readonly outcome: "succeeded" | "not-sent" | "rejected" | "unknown";
  /** The code of the error. */
  readonly code?: string | undefined;
  /** From sending to the last byte, or to the failure, in milliseconds. */
  readonly duration: number;
  /** The number of the attempt, from 1. */
  readonly attempt: number;
  /** The trace id to quote to the vendor's support. */
  readonly traceId: string;
  /** The pause before the next attempt, in milliseconds. */
  readonly delay?: number | undefined;
}

/** Options for logs. */
export interface LogOptions {
  /** The logger. Default: `console`. */
  readonly logger?: Logger | undefined;
  /** The amount of logging. Default: `off`. */
  readonly logLevel?: LogLevel | undefined;
}

const LEVELS = ["debug", "info", "warn", "error", "off"] as const;

function checkedLevel(level: unknown, field: string): LogLevel {
  if (LEVELS.includes(level as LogLevel)) return level as LogLevel;
  throw configurationInvalid(`${field} must be debug, info, warn, error or off.`);
}

/**
 * Returns the level in the setting `PLASTIQ_LOG`, or undefined when it is not set. The level is case-insensitive.
 *
 * @throws ConnectError `configuration_invalid`, naming the setting.
 */
export function logLevelOf(setting: string | undefined): LogLevel | undefined {
  return setting ? checkedLevel(String(setting).toLowerCase(), "PLASTIQ_LOG") : undefined;
}

/**
 * Creates the log of a client, for `createCaller`. Returns undefined when logging is off.
 *
 * @throws ConnectError `configuration_invalid`, naming the option.
 * @example
 * ```ts
 * import { type Caller, createCaller, createLog } from "@plastiq-connect/core";
 *
 * export const caller = (apiKey: string): Caller =>
 *   createCaller({ apiKey, log: createLog({ logger: console, logLevel: "warn" }) });
 * ```
 */
export function createLog({ logger = console, logLevel = "off" }: LogOptions): AttemptLog | undefined {
  const least = LEVELS.indexOf(checkedLevel(logLevel, "logLevel"));
  const methods = Object(logger) as Record<string, unknown>;
  if (!LEVELS.slice(0, -1).every((level) => typeof methods[level] === "function")) {
    throw configurationInvalid("logger must have the methods debug, info, warn and error.");
  }
  if (logLevel === "off") return undefined;
  return (event) => {
    const { error, method, delay } = event;
    const failure = isConnectError(error) ? error : undefined;
    let level: Exclude<LogLevel, "off"> = delay === undefined ? "error" : "warn";
    if (!error) level = method === "GET" ? "debug" : "info";
    if (failure?.code === "aborted") level = "info";
    // Returned, so that a rejected promise of the logger is also reported.
    return LEVELS.indexOf(level) < least ? undefined : logger[level](logEntry(event, failure) as never);
  };
}

/** Returns the options with the log that `logger` and `logLevel` describe. */
export function withLog<Options extends LogOptions & { readonly log?: AttemptLog | undefined }>(
  options: Options,
): Options {
  return { ...options, log: options.log ?? createLog(options) };
}

function logEntry(event: AttemptEvent, failure: ConnectError | undefined): LogEntry {
  const { operation, method, url, status, error, attempt, delay } = event;
  const template = urlTemplate(url);
  const outcome: LogEntry["outcome"] = failure?.outcome ?? (error ? "unknown" : "succeeded");
  const duration = Math.round(event.duration);
  const traceId = event.vendorTraceId ?? event.traceId;
  const code = failure?.code;
  const msg = [
    `plastiq-connect ${operation} ${method} ${template}`,
    status,
    code,
    `${outcome} in ${duration} ms, attempt ${attempt}, trace ${traceId}.`,
    failure?.message,
    delay !== undefined && `Retry in ${Math.round(delay)} ms.`,
  ]
    .filter(Boolean)
    .join(" ");
  const value = (): string => msg;
  const entry = { msg, operation, method, template, status, outcome, code, duration, attempt, traceId, delay };
  return Object.defineProperties(entry, { toString: { value }, [INSPECT]: { value } });
}
