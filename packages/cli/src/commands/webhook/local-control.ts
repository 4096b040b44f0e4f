import type { RemoteControl } from "@plastiq-connect/sandbox/control";
import type { Context } from "../../command.ts";
import { type Target, targetOf } from "../../connection.ts";
import { plain } from "../../foreign-text.ts";
import { SandboxError } from "../../sandbox-error.ts";
import { suggestion } from "../../suggestion.ts";
import { UsageError } from "../../usage-error.ts";
import { DEFAULT_PORT } from "../sandbox/help.ts";

const DEFAULT_BASE_URL = `http://127.0.0.1:${DEFAULT_PORT}/api`;

/** Returns the local sandbox that the flag or PLASTIQ_BASE_URL names. @throws UsageError for any other API. */
export function localTarget(baseUrl: string | undefined, env: Context["env"]): Target {
  const target = targetOf({ "base-url": baseUrl ?? (env.PLASTIQ_BASE_URL || DEFAULT_BASE_URL) }, {});
  if (target.place === "local") return target;
  throw new UsageError("This works only for a local sandbox.", `Pass its address: --base-url ${DEFAULT_BASE_URL}.`);
}

/** Returns the error for an address at which no sandbox responds. */
export function noSandbox(baseUrl: string): SandboxError {
  return new SandboxError(
    "not-sent",
    `No local sandbox responds at ${baseUrl}.`,
    "Start it: plastiq-connect sandbox, or pass its address: --base-url <url>.",
  );
}

/**
 * Returns the control of the local sandbox that the flag or PLASTIQ_BASE_URL names, for a command whose help `advice` names.
 * Its methods throw a UsageError when a value is not valid, otherwise a SandboxError. @throws UsageError, SandboxError.
 */
export async function localControl(
  baseUrl: string | undefined,
  env: Context["env"],
  advice: string,
): Promise<RemoteControl> {
  const target = localTarget(baseUrl, env);
  const { remoteControl } = await import("@plastiq-connect/sandbox/control");
  const control = remoteControl(new URL(target.baseUrl).origin);
  await control.health().catch(() => {
    throw noSandbox(target.baseUrl);
  });
  const failed = ({ cause }: Error, args: readonly unknown[]): never => {
    const { status, error } = Object(cause) as { readonly status?: number; readonly error?: string };
    if (status === undefined || status >= 500 || error === undefined) {
      const what = status === undefined ? "sent no complete response" : `responded with ${status}`;
      throw new SandboxError(
        "unknown",
        `The sandbox at ${target.baseUrl} ${what}. The request may have taken effect.`,
        "Look at its state: plastiq-connect sandbox control state.",
      );
    }
    const message = plain(error)
      .replace(/^retryAfter\b/, "retry-after")
      .replace(/^(?:kind|operation|status|retry-after|type)(?= must )/, "--$&")
      .replace(/^(status|retry-after) is not a known field/, "--$1 does not apply to this kind of fault");
    if (status === 400 || status === 413) throw new UsageError(message, likelySuggestion(message, args) ?? advice);
    throw new SandboxError("rejected", message, advice);
  };
  const methods = Object.entries<(...args: never[]) => Promise<unknown>>(control).map(
    ([name, call]) => [name, (...args: never[]) => call(...args).catch((error) => failed(error, args))] as const,
  );
  return Object.fromEntries(methods) as unknown as RemoteControl;
}

/** Suggests the name in a message's list that is most similar to one of the call's values. */
function likelySuggestion(message: string, args: readonly unknown[]): string | undefined {
  // Not "*", which any short value resembles.
  const names = [...message.matchAll(/"(\w+)"/g)].map(([, name = ""]) => name);
  const given = args.flatMap((arg): unknown[] => (typeof arg === "object" && arg ? Object.values(arg) : [arg]));
  return given.flatMap((value) => (typeof value === "string" && suggestion(value, names)) || []).at(0);
}
