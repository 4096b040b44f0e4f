import type { Fault } from "@plastiq-connect/sandbox";
import { readArguments, readNumber } from "../../arguments.ts";
import type { Context } from "../../command.ts";
import { ExitCode } from "../../exit-code.ts";
import { jsonLine } from "../../foreign-text.ts";
import { UsageError } from "../../usage-error.ts";
import { localControl } from "../webhook/local-control.ts";

const MOST = 2 ** 31 - 1;
const MORE = "See plastiq-connect sandbox fault --help.";

/** Queues a fault in a running sandbox, or removes all. */
export async function injectFault({ args, env, out }: Context): Promise<ExitCode> {
  const flags = readArguments(args, {
    kind: { type: "string" },
    operation: { type: "string" },
    where: { type: "string", multiple: true },
    after: { type: "string" },
    times: { type: "string" },
    status: { type: "string" },
    "retry-after": { type: "string" },
    delay: { type: "string" },
    clear: { type: "boolean" },
    "base-url": { type: "string" },
    json: { type: "boolean" },
  });
  if (flags.clear) {
    const { clear, json, "base-url": baseUrl, ...others } = flags;
    const [other] = Object.keys(others);
    if (other) throw new UsageError(`--clear and --${other} cannot be used together.`, MORE);
    await (await localControl(flags["base-url"], env, MORE)).clearFaults();
    if (flags.json) out.line("{}");
    return ExitCode.ok;
  }
  if (flags.kind === undefined) throw new UsageError("--kind is required.", MORE);
  const numbers = {
    after: readNumber("after", flags.after, 0, MOST),
    times: readNumber("times", flags.times, 0, MOST),
    status: readNumber("status", flags.status, 100, 599),
    delayMs: readNumber("delay", flags.delay, 0, MOST),
  };
  const fault = {
    operation: flags.operation ?? "*",
    kind: flags.kind,
    ...withoutUndefined({ ...numbers, times: numbers.times === 0 ? null : numbers.times }),
    ...withoutUndefined({ retryAfter: flags["retry-after"], where: whereOf(flags.where) }),
  };
  const id = await (await localControl(flags["base-url"], env, MORE)).addFault(fault as Fault);
  out.line(flags.json ? jsonLine({ id }) : `fault ${id}`);
  return ExitCode.ok;
}

function whereOf(given: readonly string[] | undefined): Fault["where"] {
  if (given === undefined) return undefined;
  const entries = given.map((text) => {
    const at = text.indexOf("=");
    if (at < 1) throw new UsageError("--where must be a field, an equals sign and a value.");
    return [text.slice(0, at), text.slice(at + 1)] as const;
  });
  const fields = entries.map(([field]) => field);
  if (new Set(fields).size < fields.length) throw new UsageError("--where must name each field once.", MORE);
  return Object.fromEntries(entries);
}

function withoutUndefined<Fields extends object>(fields: Fields): Partial<Fields> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined)) as Partial<Fields>;
}
