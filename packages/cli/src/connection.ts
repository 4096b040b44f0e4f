import { baseUrlOf, isConnectError } from "@plastiq-connect/node";
import { readChoice } from "./arguments.ts";
import type { Context } from "./command.ts";
import { UsageError } from "./usage-error.ts";

/** Options of every command that calls the API. */
export interface ConnectionFlags {
  readonly environment?: string | undefined;
  readonly "base-url"?: string | undefined;
}

/** The same for `parseArgs`. */
export const CONNECTION_OPTIONS: {
  readonly environment: { readonly type: "string" };
  readonly "base-url": { readonly type: "string" };
} = { environment: { type: "string" }, "base-url": { type: "string" } };

/** The kind of address: one of the vendor's two environments, this machine, or another host. */
type Place = "sandbox" | "production" | "local" | "other";

/** The target of calls. */
export interface Target {
  readonly baseUrl: string;
  readonly place: Place;
}

/**
 * Returns the target of calls. A flag overrides a variable, so `--environment` also overrides PLASTIQ_BASE_URL.
 *
 * @throws UsageError, and ConnectError `configuration_invalid`.
 */
export function targetOf(flags: ConnectionFlags, env: Context["env"]): Target {
  const chosen = readChoice("environment", flags.environment, ["sandbox", "production"]);
  const flag = flags["base-url"];
  if (chosen && flag !== undefined) throw new UsageError("--environment and --base-url cannot be used together.");
  const baseUrl = baseUrlOf({
    environment: chosen ?? ((env.PLASTIQ_ENVIRONMENT || "sandbox") as "sandbox"),
    baseUrl: chosen ? undefined : (flag ?? (env.PLASTIQ_BASE_URL || undefined)),
  });
  return { baseUrl, place: placeOf(baseUrl) };
}

/** Returns the API key: PLASTIQ_API_KEY, or on this machine the published key of the local sandbox. */
export async function apiKeyOf({ place }: Target, env: Context["env"]): Promise<string | undefined> {
  return env.PLASTIQ_API_KEY || (place === "local" ? await localApiKey() : undefined);
}

/** Returns the API key of a command that cannot work without one. @throws UsageError. */
export async function requiredKey(target: Target, env: Context["env"]): Promise<string> {
  const key = await apiKeyOf(target, env);
  if (key !== undefined) return key;
  const other = target.place === "production" ? "" : ", or try it without an account: plastiq-connect sandbox";
  throw new UsageError("There is no API key.", `Set PLASTIQ_API_KEY to a key of this environment${other}.`);
}

/** Returns the advice for a call that found no server on this machine. */
export function absentSandbox(error: unknown, { place }: Target): string | undefined {
  return place === "local" && isConnectError(error) && error.code === "network_failed" && error.outcome === "not-sent"
    ? "Is the local sandbox running? Start it: plastiq-connect sandbox"
    : undefined;
}

/** Returns whether this is the vendor's production host, in any spelling of the URL. */
export function isProduction({ baseUrl }: Target): boolean {
  // DNS ignores a trailing dot.
  const hostOf = (url: string) => new URL(url).hostname.replace(/\.$/, "");
  return hostOf(baseUrl) === hostOf(baseUrlOf({ environment: "production" }));
}

/**
 * Returns the local sandbox's published key. It is loaded only when needed, because that takes half of the start-up
 * time.
 */
export async function localApiKey(): Promise<string> {
  return (await import("@plastiq-connect/sandbox")).LOCAL_API_KEY;
}

function placeOf(baseUrl: string): Place {
  for (const environment of ["sandbox", "production"] as const) {
    if (baseUrl === baseUrlOf({ environment })) return environment;
  }
  // The URL parser has normalized the host.
  return /^(?:localhost|\[::1\]|127(?:\.\d+){3})$/.test(new URL(baseUrl).hostname) ? "local" : "other";
}
