import { type Client, createClient, isConnectError } from "@plastiq-connect/node";
import { readArguments, readNumber } from "../../arguments.ts";
import { attemptOptions } from "../../attempts.ts";
import type { Command, Context } from "../../command.ts";
import { absentSandbox, CONNECTION_OPTIONS, isProduction, requiredKey, targetOf } from "../../connection.ts";
import { reportError } from "../../error-report.ts";
import { ExitCode } from "../../exit-code.ts";
import { jsonLine } from "../../foreign-text.ts";
import { CONNECTION_HELP } from "../../help.ts";
import { writeRows } from "../../rows.ts";
import { UsageError } from "../../usage-error.ts";
import { differencesOf, shapeOf } from "./shape.ts";

const HELP = `\
Compares the local sandbox with another API: sends the same GET requests to
both, and prints where the status, the error code or the fields differ. Most
requests are for resources that do not exist. It never sends a request that
writes, and never prints a value from a response.

Usage:
  plastiq-connect compare [options]

Options:
  --production          required in production
  --timeout <ms>        limit of each request. Default: 10000
  --verbose             one line for each request, on stderr
  --json                one line of JSON: baseUrl, same, requests
${CONNECTION_HELP}

Examples:
  plastiq-connect compare
  plastiq-connect compare --base-url https://proxy.example.com/plastiq/api

The API key is PLASTIQ_API_KEY. Exit code 0: no difference. 3: a difference, or
the API refuses the key.`;

/** The status and shape of a response, without any value. */
interface Facts {
  readonly status: number;
  readonly apiCode: string | undefined;
  readonly shape: readonly string[];
}

/** `plastiq-connect compare`. */
export const compare: Command = {
  summary: "compare the local sandbox with another API, with GET requests",
  help: HELP,
  async run(context) {
    const { args, env, out, signal } = context;
    const flags = readArguments(args, {
      ...CONNECTION_OPTIONS,
      production: { type: "boolean" },
      timeout: { type: "string" },
      verbose: { type: "boolean" },
      json: { type: "boolean" },
    });
    const target = targetOf(flags, env);
    if (isProduction(target) && !flags.production) throw new UsageError("Production needs --production.");
    const timeout = readNumber("timeout", flags.timeout, 1, 2_147_483_647) ?? 10_000;
    const { createSandbox, LOCAL_API_KEY } = await import("@plastiq-connect/sandbox");
    const sandbox = createSandbox();
    const remote = createClient({
      ...{ apiKey: await requiredKey(target, env), baseUrl: target.baseUrl, timeout },
      ...attemptOptions(context, flags.verbose),
    });
    const local = createClient({
      ...{ apiKey: LOCAL_API_KEY, baseUrl: "https://sandbox.invalid/api", logLevel: "off" },
      fetch: (url, init) => sandbox.fetch(new Request(url, init as RequestInit)),
    });
    try {
      const requests: { path: string; differences: readonly string[] }[] = [];
      for (const [shown, path] of safePaths()) {
        const facts = [await factsOf(local, path, signal), await factsOf(remote, path, signal)] as const;
        requests.push({ path: shown, differences: differences(...facts) });
      }
      const same = requests.every((request) => request.differences.length === 0);
      if (flags.json) out.line(jsonLine({ baseUrl: target.baseUrl, same, requests }));
      else print(context, requests);
      return same ? ExitCode.ok : ExitCode.refused;
    } catch (error) {
      return reportError(error, context, absentSandbox(error, target));
    } finally {
      await Promise.all([local.close(), remote.close()]);
    }
  },
};

/** Read-only requests. The ids do not exist. */
function safePaths(): readonly (readonly [shown: string, path: string])[] {
  const id = crypto.randomUUID();
  const paths = [
    "/categories",
    "/payers/{id}",
    "/payment-methods?payerId={id}&limit=1",
    "/payment-methods/{id}?payerId={id}",
    "/recipients?limit=1",
    "/recipients/{id}",
    "/payment-intents/{id}?payerId={id}",
    "/payments?payerId={id}&limit=1",
    "/payments/{id}?payerId={id}",
  ];
  return paths.map((path) => [path, path.replaceAll("{id}", id)]);
}

async function factsOf(client: Client, path: string, signal: AbortSignal): Promise<Facts> {
  try {
    const [pathname = "", search = ""] = path.split("?");
    const query = Object.fromEntries(new URLSearchParams(search));
    const call = client.request({ method: "GET", path: pathname as `/${string}`, query }, { endUser: "none", signal });
    const { data, response } = await call.withResponse();
    return { status: response.status, apiCode: undefined, shape: shapeOf(data) };
  } catch (error) {
    // Without a response, there is nothing to compare. A refused key is not a difference between the APIs either.
    if (!isConnectError(error) || error.status === undefined || error.code === "unauthorized") throw error;
    return { status: error.status, apiCode: error.apiCode, shape: [] };
  }
}

function differences(local: Facts, remote: Facts): readonly string[] {
  if (local.status !== remote.status) return [`status: ${local.status} local, ${remote.status} remote`];
  const code = `code: ${local.apiCode ?? "none"} local, ${remote.apiCode ?? "none"} remote`;
  return [...(local.apiCode === remote.apiCode ? [] : [code]), ...differencesOf(local.shape, remote.shape)];
}

function print({ out }: Context, requests: readonly { path: string; differences: readonly string[] }[]): void {
  const { green, yellow } = out.colors;
  writeRows(
    out,
    requests.flatMap(({ path, differences: found }) => [
      [found.length === 0 ? green("same") : yellow("differs"), `GET ${path}`] as const,
      ...found.map((text) => ["", text] as const),
    ]),
  );
}
