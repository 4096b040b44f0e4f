import { readArguments, readNumber } from "../arguments.ts";
import { checkAccess } from "../checks/access.ts";
import { checkApiKey, isUsableKey } from "../checks/api-key.ts";
import { checkBaseUrl } from "../checks/base-url.ts";
import { checkCertificates } from "../checks/certificates.ts";
import { type Finding, skipped } from "../checks/finding.ts";
import { checkProbe, checkResponse } from "../checks/network.ts";
import { probe } from "../checks/probe.ts";
import { checkProxy, mayBeProxied } from "../checks/proxy.ts";
import { checkClock, checkRedirect, checkTraceId } from "../checks/response.ts";
import { sendTestRequest } from "../checks/test-request.ts";
import type { Command, Context } from "../command.ts";
import { apiKeyOf, CONNECTION_OPTIONS, type Target } from "../connection.ts";
import { ExitCode } from "../exit-code.ts";
import { jsonLine } from "../foreign-text.ts";
import { CONNECTION_HELP } from "../help.ts";
import type { Colors, Output } from "../output.ts";
import { inTermsOf } from "../program.ts";
import { writeRows } from "../rows.ts";

const HELP = `\
Checks a configuration: the environment, the API key, the proxy, certificates,
the network (DNS, connection, TLS), redirects, the clock, the trace id, and
whether the API accepts the key.

It makes two read-only calls: each retrieves a payer with a random id, first
with a made-up key, then with yours. An accepted key gets 404, a made-up key
gets 401. No key is ever shown.

Usage:
  plastiq-connect doctor [options]

Options:
${CONNECTION_HELP}
  --timeout <ms>        how long each step may take. Default: 10000
  --json                one line of JSON: exitCode, environment, baseUrl, checks
                        (a list of check, result, message, advice)

Examples:
  plastiq-connect doctor
  plastiq-connect doctor --environment production --json

Exit codes, by the first problem:
  0  no problems; there can be warnings
  2  the configuration is not valid
  3  the API refused the request
  4  no connection, or no response in time`;

// Not a real key: shows whether the API distinguishes keys.
const MADE_UP_KEY = "plastiq-connect-doctor-made-up-key";

/** `plastiq-connect doctor`. */
export const doctor: Command = {
  summary: "check a configuration; it only reads",
  help: HELP,
  async run(context) {
    const flags = readArguments(context.args, {
      ...CONNECTION_OPTIONS,
      timeout: { type: "string" },
      json: { type: "boolean" },
    });
    const timeout = readNumber("timeout", flags.timeout, 1, 2_147_483_647) ?? 10_000;
    const { out } = context;
    const [environment, target] = checkBaseUrl(flags, context.env);
    const checks: Finding[] = [];
    for await (const found of examine(environment, target, timeout, context)) {
      const finding = found.advice ? { ...found, advice: inTermsOf(context.program, found.advice) } : found;
      checks.push(finding);
      if (!flags.json) write(finding, out);
    }
    const exitCode = checks.find(({ result }) => result === "problem")?.exitCode ?? ExitCode.ok;
    if (flags.json) {
      const { place = null, baseUrl = null } = target ?? {};
      out.line(
        jsonLine({
          exitCode,
          environment: place,
          baseUrl,
          checks: checks.map(({ exitCode: _, ...rest }) => rest),
        }),
      );
    } else {
      out.line(`\n${summaryOf(checks, out.colors)}`);
    }
    return exitCode;
  },
};

async function* examine(
  environment: Finding,
  target: Target | undefined,
  timeout: number,
  { env, signal }: Context,
): AsyncGenerator<Finding> {
  yield environment;
  yield await checkApiKey(env.PLASTIQ_API_KEY, target);
  yield checkProxy(env, target);
  yield checkCertificates(env);
  if (!target) return yield* skipAll(["network", "redirect", "clock", "trace id", "access"], "needs a base URL");

  const probed = mayBeProxied(target, env) ? undefined : await probe(target.baseUrl, timeout, signal);
  const blocked = probed && checkProbe(target, probed);
  const request = { baseUrl: target.baseUrl, timeout, signal };
  const control = blocked ? undefined : await sendTestRequest({ ...request, apiKey: MADE_UP_KEY });
  if (control) yield checkResponse(target, probed, control);
  else if (blocked) yield blocked;
  if (!control?.response) return yield* skipAll(["redirect", "clock", "trace id", "access"], "needs the network");

  const redirect = checkRedirect(control);
  yield redirect;
  yield checkClock(control);
  if (redirect.result !== "ok") return yield* skipAll(["trace id", "access"], "needs the API itself");
  const apiKey = await apiKeyOf(target, env);
  const own = isUsableKey(apiKey) ? await sendTestRequest({ ...request, apiKey }) : undefined;
  yield checkTraceId(own?.response ? own : control);
  yield own ? checkAccess(own, control, target) : skipped("access", "needs an API key");
}

function* skipAll(checks: readonly string[], why: string): Generator<Finding> {
  for (const check of checks) yield skipped(check, why);
}

function write({ check, result, message, advice }: Finding, out: Output): void {
  const { cyan, dim, green, red, yellow } = out.colors;
  const paint = { ok: green, warning: yellow, problem: red, skipped: dim }[result];
  const head = `${paint(result.padEnd(7))}  ${check.padEnd(12)}`;
  writeRows(out, [
    [head, result === "skipped" ? dim(message) : message],
    ...(advice ? [[" ".repeat(21), cyan(advice)] as const] : []),
  ]);
}

function summaryOf(checks: readonly Finding[], { bold, green, red, yellow }: Colors): string {
  const [problems = 0, warnings = 0] = ["problem", "warning"].map(
    (wanted) => checks.filter(({ result }) => result === wanted).length,
  );
  if (problems) return bold(red(problems === 1 ? "1 problem." : `${problems} problems.`));
  if (warnings) return bold(yellow(`No problem; ${warnings === 1 ? "1 warning" : `${warnings} warnings`}.`));
  return bold(green("No problems found."));
}
