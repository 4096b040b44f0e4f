import type { Context } from "../command.ts";
import type { Target } from "../connection.ts";
import { ExitCode } from "../exit-code.ts";
import { addressOf, plain } from "../foreign-text.ts";
import { type Finding, ok, problem, warning } from "./finding.ts";

const CHECK = "proxy";

/** Reports the proxy variables that are set, without the credentials in them. */
export function checkProxy(env: Context["env"], target: Target | undefined): Finding {
  const proxies = ["HTTPS_PROXY", "HTTP_PROXY"].flatMap((name) => setVariable(env, name));
  if (!proxies.length) {
    const [unused] = setVariable(env, "ALL_PROXY");
    return unused ? warning(CHECK, `none: ${unused[0]} is not used`, "Set HTTPS_PROXY instead.") : ok(CHECK, "none");
  }
  const shown = proxies.map(([name, value]) => ({ name, address: addressOf(value) }));
  const exceptions = setVariable(env, "NO_PROXY").map(([name, value]) => `${name}=${plain(value)}`);
  const message = [...shown.map(({ name, address }) => `${name}=${address ?? "[not a URL]"}`), ...exceptions].join(
    ", ",
  );
  const used = target !== undefined && mayBeProxied(target, env);
  if (shown.some(({ address }) => address === undefined)) {
    const advice = "Set a URL, such as http://proxy.example:3128.";
    return used ? problem(CHECK, ExitCode.usage, message, advice) : warning(CHECK, message, advice);
  }
  return ok(CHECK, target && !used ? `${message} (not used for plain http: on this machine)` : message);
}

/** Returns whether calls may use a proxy. Then a direct connection proves nothing. Ignores NO_PROXY. */
export function mayBeProxied({ baseUrl }: Target, env: Context["env"]): boolean {
  return baseUrl.startsWith("https:") && ["HTTPS_PROXY", "HTTP_PROXY"].some((name) => setVariable(env, name).length);
}

// Lower case takes precedence, as usual.
function setVariable(env: Context["env"], name: string): [name: string, value: string][] {
  for (const spelling of [name.toLowerCase(), name]) {
    const value = env[spelling];
    if (value) return [[spelling, value]];
  }
  return [];
}
