import { isConnectError } from "@plastiq-connect/node";
import type { Context } from "../command.ts";
import { type ConnectionFlags, type Target, targetOf } from "../connection.ts";
import { ExitCode } from "../exit-code.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";

const CHECK = "environment";

const PLACES: Readonly<Record<Target["place"], string>> = {
  sandbox: "sandbox",
  production: "PRODUCTION, where money moves",
  local: "this machine",
  other: "a custom address",
};

/** Checks the target of calls. @throws UsageError for an unknown environment. */
export function checkBaseUrl(flags: ConnectionFlags, env: Context["env"]): [finding: Finding, target?: Target] {
  let target: Target;
  try {
    target = targetOf(flags, env);
  } catch (error) {
    if (!isConnectError(error)) throw error;
    const source =
      flags["base-url"] !== undefined
        ? "--base-url"
        : env.PLASTIQ_BASE_URL
          ? "PLASTIQ_BASE_URL"
          : "PLASTIQ_ENVIRONMENT";
    return [problem(CHECK, ExitCode.usage, error.message.replace(/^\w+(?= must)/, source), `Correct ${source}.`)];
  }
  const { baseUrl, place } = target;
  if (!/^(?:debug|info|warn|error|off|)$/i.test(env.PLASTIQ_LOG ?? "")) {
    const message = "PLASTIQ_LOG must be debug, info, warn, error or off.";
    return [problem(CHECK, ExitCode.usage, message, "Correct PLASTIQ_LOG. Until then no client is created."), target];
  }
  const message = `${PLACES[place]}: ${baseUrl}`;
  if (!new URL(baseUrl).pathname.endsWith("/api")) {
    return [warning(CHECK, message, "The vendor's addresses end in /api. Check the base URL."), target];
  }
  if (!flags.environment && flags["base-url"] === undefined && env.PLASTIQ_BASE_URL && env.PLASTIQ_ENVIRONMENT) {
    return [warning(CHECK, message, "PLASTIQ_BASE_URL overrides PLASTIQ_ENVIRONMENT. Unset one of them."), target];
  }
  return [ok(CHECK, message), target];
}
