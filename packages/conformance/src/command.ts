import { resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { parseArgs } from "node:util";
import type { Fetch, FetchStage } from "@plastiq-connect/core";
import type { ConformanceCase } from "./case.ts";
import { CASES } from "./cases.ts";
import { failureOf } from "./failure-of.ts";
import { nodeSubject } from "./node-subject.ts";
import { remoteSandbox } from "./remote-sandbox.ts";
import { runConformance } from "./runner.ts";
import { startServers } from "./servers.ts";
import type { Subject } from "./subject.ts";

const HELP = `Checks your own fetch or proxy against the rules of plastiq-connect, with the local sandbox.

  plastiq-connect-conformance --fetch ./my-fetch.mjs
  plastiq-connect-conformance --base-url http://127.0.0.1:8080/api --sandbox-port 4010

  --fetch <file>         a module whose default export is the fetch function
  --base-url <url>       your proxy, which forwards to the sandbox; plain HTTP on loopback only
  --sandbox-port <port>  where the sandbox listens; without it, on a free port
  --case <name>          only this case; repeat it for several
  --list                 lists the cases
  --help                 prints this help

Exits with 0 when every case passes, with 1 when one fails, and with 2 when it cannot run.`;

const PROXIED = "A proxy may respond instead of breaking the connection.";
const UNMARKED = "This fetch does not mark what was not sent.";

/** Runs the cases that make requests to the sandbox. Resolves with the exit code. */
export async function command(args: readonly string[], print: (text: string) => void): Promise<0 | 1 | 2> {
  try {
    return await run(args, print);
  } catch (error) {
    print(
      `${error instanceof Error ? error.message : error}\n\nplastiq-connect-conformance --help explains the options.`,
    );
    return 2;
  }
}

async function run(args: readonly string[], print: (text: string) => void): Promise<0 | 1 | 2> {
  const { values } = parseArgs({
    args: [...args],
    options: {
      fetch: { type: "string" },
      "base-url": { type: "string" },
      "sandbox-port": { type: "string" },
      case: { type: "string", multiple: true },
      list: { type: "boolean" },
      help: { type: "boolean", short: "h" },
    },
  });
  const cases = casesNamed(values.case);
  if (values.help || values.list) {
    print(values.help ? HELP : cases.map(({ name, rule }) => `${name}\n    ${rule}`).join("\n"));
    return 0;
  }
  const fetch = values.fetch === undefined ? undefined : await fetchOf(values.fetch);
  const servers = await startServers(portOf(values["sandbox-port"]));
  try {
    const { addresses } = servers;
    const baseUrl = values["base-url"];
    const lacks: Subject["lacks"] = {
      ...(baseUrl === undefined ? {} : { connection: PROXIED }),
      ...(fetch && !(await reportsNotSent(fetch, addresses.closed)) ? { "not-sent": UNMARKED } : {}),
    };
    print(`${cases.length} cases, against the local sandbox at ${addresses.origin}`);
    const sandbox = remoteSandbox({ ...addresses, ...(baseUrl === undefined ? {} : { baseUrl }) });
    const report = await runConformance(nodeSubject({ fetch }, lacks), sandbox, cases);
    for (const testCase of report.cases) for (const line of failureOf(report.runtime, testCase)) print(line);
    const skipped = report.notApplicable > 0 ? `, ${report.notApplicable} not applicable: ${PROXIED}` : "";
    print(`\n${report.passed} passed, ${report.failed} failed${skipped}`);
    return report.failed > 0 ? 1 : 0;
  } finally {
    await servers.close();
  }
}

/** Returns the cases that make requests. The others use neither the custom fetch nor the proxy. */
function casesNamed(names: readonly string[] | undefined): readonly ConformanceCase[] {
  const reaching = CASES.filter((testCase) => testCase.kind === "call" && !testCase.responses);
  const unknown = names?.filter((name) => !reaching.some((testCase) => testCase.name === name)) ?? [];
  if (unknown.length > 0)
    throw new Error(`No case that makes requests has this name: ${unknown.join(", ")}. --list lists them.`);
  return names ? reaching.filter(({ name }) => names.includes(name)) : reaching;
}

async function fetchOf(file: string): Promise<Fetch> {
  const { default: fetch } = await import(pathToFileURL(resolve(file)).href);
  if (typeof fetch !== "function") throw new Error("--fetch must name a module whose default export is a function.");
  return fetch;
}

function portOf(text: string | undefined): number | undefined {
  const port = text === undefined ? undefined : /^\d{1,5}$/.test(text) ? Number(text) : Number.NaN;
  if (port !== undefined && !(port >= 1 && port <= 65_535))
    throw new Error("--sandbox-port must be a number from 1 to 65535.");
  return port;
}

async function reportsNotSent(fetch: Fetch, closed: string): Promise<boolean> {
  const signal = AbortSignal.timeout(5_000);
  let last: FetchStage | undefined;
  const onStage = (stage: FetchStage): void => {
    last = stage;
  };
  try {
    await fetch(`${closed}/api`, { method: "GET", headers: {}, redirect: "manual", signal, onStage });
    return false;
  } catch {
    return last === "connecting";
  }
}
