type Variables = Readonly<Record<string, string | undefined>>;

/** The proxy of a client, from the environment variables. */
export interface ProxySettings {
  /** The proxy's URL. It may contain a password. */
  readonly proxy: string;
  /** Host names without a proxy, as undici takes them. */
  readonly noProxy: string;
}

/**
 * Returns the proxy for the base URL: `HTTPS_PROXY`, or else `HTTP_PROXY`. Lower case takes precedence, and an empty
 * variable counts as missing. Returns undefined when the base URL is on loopback, which a proxy cannot reach, or when
 * `NO_PROXY` contains `*` or its IP address. undici knows `*` only alone, and no network such as `10.0.0.0/8`.
 */
export function proxyOf(baseUrl: string, variables: Variables): ProxySettings | undefined {
  const read = (name: string): string => variables[name.toLowerCase()] || variables[name] || "";
  const proxy = read("HTTPS_PROXY") || read("HTTP_PROXY");
  const noProxy = read("NO_PROXY");
  const host = new URL(baseUrl).hostname.replace(/^\[|\]$/g, "");
  if (!proxy || isLoopback(host)) return undefined;
  const goesDirectly = noProxy.split(/[\s,]+/).some((entry) => entry === "*" || isInNetwork(host, entry));
  return goesDirectly ? undefined : { proxy, noProxy };
}

function isLoopback(host: string): boolean {
  return host === "localhost" || host.endsWith(".localhost") || /^127(?:\.\d+){3}$/.test(host) || host === "::1";
}

function isInNetwork(host: string, entry: string): boolean {
  const [, network, prefix] = /^\[?([\da-f.:]+)\]?(?:\/(\d{1,3}))?$/i.exec(entry) ?? [];
  // Before `isIP()`, whose pattern takes milliseconds to compile.
  if (network === undefined) return false;
  // Not imported above, because on Bun the module takes 20 ms to load, and networks are rarely set.
  const { BlockList, isIP } = process.getBuiltinModule("node:net");
  const version = isIP(network);
  const bits = version === 4 ? 32 : 128;
  if (version === 0 || version !== isIP(host) || Number(prefix ?? bits) > bits) return false;
  const family = version === 4 ? "ipv4" : "ipv6";
  const list = new BlockList();
  list.addSubnet(network, Number(prefix ?? bits), family);
  return list.check(host, family);
}
