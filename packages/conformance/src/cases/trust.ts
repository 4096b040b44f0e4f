import type { EndUserCase, InboundFacts } from "../case.ts";
import { ABSENT, type Pattern } from "../pattern.ts";

const address = (
  name: string,
  rule: string,
  { peer = "10.0.0.1", forwarded }: { readonly peer?: string; readonly forwarded?: string },
  trustedHops: number | undefined,
  ip: Pattern,
): EndUserCase => ({
  name: `trust/${name}`,
  rule,
  kind: "end-user",
  inbound: { headers: forwarded === undefined ? {} : { "x-forwarded-for": forwarded }, peer },
  ...(trustedHops === undefined ? {} : { trustedHops }),
  expected: { endUser: { ip } },
});

const person = (name: string, rule: string, headers: InboundFacts["headers"], endUser: Pattern): EndUserCase => ({
  name: `trust/${name}`,
  rule,
  kind: "end-user",
  inbound: { headers, peer: "203.0.113.9" },
  expected: { endUser },
});

/** Cases about the end user and trusted proxies. */
export const TRUST_CASES: readonly EndUserCase[] = [
  address(
    "no-proxy-by-default",
    "Nobody is believed by default: X-Forwarded-For is the client's to forge.",
    { peer: "203.0.113.9", forwarded: "198.51.100.66" },
    undefined,
    "203.0.113.9",
  ),
  address(
    "one-hop-from-the-right",
    "One trusted proxy vouches for the last entry, and for none before it.",
    { forwarded: "198.51.100.66, 203.0.113.9" },
    1,
    "203.0.113.9",
  ),
  address(
    "two-hops-from-the-right",
    "Two trusted proxies vouch for the last but one.",
    { forwarded: "198.51.100.66, 203.0.113.9, 10.0.0.2" },
    2,
    "203.0.113.9",
  ),
  address(
    "fewer-entries-than-hops",
    "With fewer entries than proxies the address is unknown, never guessed.",
    { forwarded: "203.0.113.9" },
    2,
    ABSENT,
  ),
  address("no-entries", "Behind a proxy that names nobody the address is unknown, never the proxy's.", {}, 1, ABSENT),
  address(
    "no-address",
    "An entry that is not an address is unknown.",
    { forwarded: "198.51.100.66, unknown" },
    1,
    ABSENT,
  ),
  address("broken-v6", "An address that ends in a colon is unknown.", { forwarded: "2001:db8::7:" }, 1, ABSENT),
  address("empty-entry", "An empty entry counts, and is unknown.", { forwarded: "198.51.100.66," }, 1, ABSENT),
  address("out-of-range", "A number that no address has is unknown.", { forwarded: "203.0.113.999" }, 1, ABSENT),
  address("port-of-a-v4", "A port behind an address is left out.", { forwarded: "203.0.113.9:4711" }, 1, "203.0.113.9"),
  address("port-of-a-v6", "Brackets and port are left out.", { forwarded: "[2001:DB8::7]:4711" }, 1, "2001:db8::7"),
  address("one-form-of-v6", "IPv6 is written in one form.", { peer: "2001:0DB8:0:0:0:0:0:7" }, 0, "2001:db8::7"),
  address(
    "mapped-v4",
    "IPv4 inside IPv6, as dual-stack sockets say it, is IPv4.",
    { peer: "::ffff:203.0.113.9" },
    0,
    "203.0.113.9",
  ),
  person(
    "headers-are-read",
    "Browser and device are read from their headers.",
    { "user-agent": "Mozilla/5.0", "end-user-device-id": "device-7f3a" },
    { userAgent: "Mozilla/5.0", deviceId: "device-7f3a" },
  ),
  person(
    "empty-is-unknown",
    "An empty header is as none.",
    { "user-agent": "", "end-user-device-id": "" },
    {
      userAgent: ABSENT,
      deviceId: ABSENT,
    },
  ),
  person(
    "address-header-is-not-believed",
    "The end user's own word about the address is not believed.",
    { "end-user-ip": "198.51.100.66", "x-real-ip": "198.51.100.66", forwarded: "for=198.51.100.66" },
    { ip: "203.0.113.9" },
  ),
  ...[-1, 1.5].map(
    (trustedHops): EndUserCase => ({
      name: `trust/hops-${trustedHops < 0 ? "negative" : "broken"}`,
      rule: "A `trustedHops` that is not a non-negative integer is an error.",
      kind: "end-user",
      inbound: { headers: {} },
      trustedHops,
      expected: { error: { code: "configuration_invalid", outcome: "not-sent", isConnectError: true } },
    }),
  ),
];
