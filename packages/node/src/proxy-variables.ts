type Variables = Readonly<Record<string, string | undefined>>;

/**
 * Returns the proxy variables for the base URL. Returns none when it is on loopback, which a proxy cannot reach, or
 * when its IP address is in a network of `NO_PROXY`, such as `10.0.0.0/8`, which undici does not support.
 */
export function proxyVariables(baseUrl: string, variables: Variables): Variables {
  const host = new URL(baseUrl).hostname.replace(/^\[|\]$/g, "");
  const noProxy = variables.no_proxy ?? variables.NO_PROXY ?? "";
  return isLoopback(host) || noProxy.split(/[\s,]+/).some((entry) => isInNetwork(host, entry)) ? {} : variables;
}

/** Returns whether a proxy is set for requests that leave this machine. */
export function hasProxy(variables: Variables): boolean {
  return ["https_proxy", "HTTPS_PROXY", "http_proxy", "HTTP_PROXY"].some((name) => variables[name]);
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || /^127(?:\.\d+){3}$/.test(host) || host === "::1";
}

function isInNetwork(host: string, entry: string): boolean {
  const [, network, prefix] = /^\[?([\da-f.:]+)\]?\/(\d{1,3})$/i.exec(entry) ?? [];
  // Before `isIP()`, whose pattern takes milliseconds to compile.
  if (network === undefined) return false;
  // Not imported above, because on Bun the module takes 20 ms to load, and networks are rarely set.
  const { BlockList, isIP } = process.getBuiltinModule("node:net");
  const version = isIP(network);
  if (version === 0 || version !== isIP(host) || Number(prefix) > (version === 4 ? 32 : 128)) return false;
  const family = version === 4 ? "ipv4" : "ipv6";
  const list = new BlockList();
  list.addSubnet(network, Number(prefix), family);
  return list.check(host, family);
}
