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
    "By default, X-Forwarded-For is ignored: a client can forge it.",
    { peer: "203.0.113.9", forwarded: "198.51.100.66" },
    undefined,
    "203.0.113.9",
  ),
  address(
    "one-hop-from-the-right",
    "With one trusted proxy, the address is the last entry.",
    { forwarded: "198.51.100.66, 203.0.113.9" },
    1,
    "203.0.113.9",
  ),
  address(
    "two-hops-from-the-right",
    "With two trusted proxies, the address is the last entry but one.",
    { forwarded: "198.51.100.66, 203.0.113.9, 10.0.0.2" },
    2,
    "203.0.113.9",
  ),
  address(
    "fewer-entries-than-hops",
    "With fewer entries than trusted proxies, the address is unknown.",
    { forwarded: "203.0.113.9" },
    2,
    ABSENT,
  ),
  address(
    "no-entries",
    "Behind a trusted proxy that adds no entry, the address is unknown, not the proxy's.",
    {},
    1,
    ABSENT,
  ),
  address(
    "no-address",
    "When the entry is not an address, the address is unknown.",
    { forwarded: "198.51.100.66, unknown" },
    1,
    ABSENT,
  ),
  address(
    "broken-v6",
    "When the entry ends in a colon, the address is unknown.",
    { forwarded: "2001:db8::7:" },
    1,
    ABSENT,
  ),
  address("empty-entry", "An empty entry counts: the address is unknown.", { forwarded: "198.51.100.66," }, 1, ABSENT),
  address(
    "out-of-range",
    "When a number in the entry is too large, the address is unknown.",
    { forwarded: "203.0.113.999" },
    1,
    ABSENT,
  ),
  address(
    "port-of-a-v4",
    "The port of an IPv4 address is removed.",
    { forwarded: "203.0.113.9:4711" },
    1,
    "203.0.113.9",
  ),
  address(
    "port-of-a-v6",
    "The brackets and the port of an IPv6 address are removed.",
    { forwarded: "[2001:DB8::7]:4711" },
    1,
    "2001:db8::7",
  ),
  address("one-form-of-v6", "An IPv6 address is normalized.", { peer: "2001:0DB8:0:0:0:0:0:7" }, 0, "2001:db8::7"),
  address(
    "mapped-v4",
    "An IPv4-mapped IPv6 address, as from a dual-stack socket, becomes IPv4.",
    { peer: "::ffff:203.0.113.9" },
    0,
    "203.0.113.9",
  ),
  person(
    "headers-are-read",
    "The user agent and the device id are read from their headers.",
    { "user-agent": "Mozilla/5.0", "end-user-device-id": "device-7f3a" },
    { userAgent: "Mozilla/5.0", deviceId: "device-7f3a" },
  ),
  person(
    "empty-is-unknown",
    "An empty header counts as missing.",
    { "user-agent": "", "end-user-device-id": "" },
    {
      userAgent: ABSENT,
      deviceId: ABSENT,
    },
  ),
  person(
    "address-header-is-not-believed",
    "An address header that the end user sends is ignored.",
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
