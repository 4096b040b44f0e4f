import type { Attack } from "../attack.ts";
import { CLAIMED_ADDRESS, SMUGGLED } from "../parties.ts";
import { requestText } from "../wire/request-text.ts";
import { inFront, minted, on, refused, WITH_NODE_ADAPTER } from "./expectations.ts";

const NO_HOSTS: Readonly<Record<string, string>> = {
  "a Host with a space": "a b",
  "a Host that is an open bracket": "[",
  "a Host with credentials": "user:password@127.0.0.1",
  "a Host whose port is none": "127.0.0.1:99999",
};

const ADDRESSES: Readonly<Record<string, Record<string, string>>> = {
  "a forged address: X-Forwarded-For, where no proxy is trusted": { "X-Forwarded-For": CLAIMED_ADDRESS },
  "a forged address: X-Real-IP": { "X-Real-IP": CLAIMED_ADDRESS },
  "a forged address: True-Client-IP": { "True-Client-IP": CLAIMED_ADDRESS },
  "a forged address: the vendor's own End-User-Ip": { "End-User-Ip": CLAIMED_ADDRESS },
  "a forged address: Forwarded": { Forwarded: `for=${CLAIMED_ADDRESS};host=evil.example;proto=https` },
};

const HOST_ATTACKS: readonly Attack[] = [
  // The endpoint does not use the Host, so a forged one has no effect.
  {
    name: "a forged Host",
    text: requestText({ headers: { Host: "evil.example" } }),
    expect: minted(),
  },
  {
    name: "a forged Host that is an address within a cloud",
    text: requestText({ headers: { Host: "169.254.169.254" } }),
    expect: minted(),
  },
  {
    name: "a forged Host in the request's first line",
    text: requestText({ target: "http://evil.example/mint" }),
    expect: minted(),
    // It would combine both hosts into a URL.
    but: on(WITH_NODE_ADAPTER, inFront(400)),
  },
  {
    name: "a forged Host as a proxy says it",
    text: requestText({ headers: { "X-Forwarded-Host": "evil.example", "X-Forwarded-Proto": "gopher" } }),
    expect: minted(),
  },
  ...Object.entries(NO_HOSTS).map(
    ([name, host]): Attack => ({
      name,
      text: requestText({ headers: { Host: host } }),
      expect: inFront(400),
      // These pass it to the endpoint.
      but: on(["Bun", "Deno", "workerd"], refused("host-invalid")),
    }),
  ),
  {
    name: "a Host with a path",
    text: requestText({ headers: { Host: "127.0.0.1/elsewhere?x=" } }),
    expect: inFront(400),
    // The target's own router uses the path of the URL.
    but: { Bun: refused("host-invalid"), ...on(["Deno", "workerd"], inFront(404)) },
  },
  {
    name: "an empty Host",
    text: requestText({ headers: { Host: "" } }),
    expect: inFront(400),
    but: on(["Hono", "Bun", "Deno"], refused("host-invalid")),
  },
  {
    name: "an empty Host and a path that begins with a host",
    text: requestText({ target: "//intranet/mint", headers: { Host: "" } }),
    expect: inFront(404),
    but: on(["workerd"], inFront(400)),
  },
  ...Object.entries({ "dot segments": "/hidden/../mint", "encoded dot segments": "/hidden/%2e%2e/mint" }).map(
    ([name, target]): Attack => ({
      name: `a target with ${name}`,
      text: requestText({ target }),
      expect: inFront(404),
      // Its router uses the URL, as the endpoint does.
      but: { Hono: minted() },
    }),
  ),
  { name: "a target with a fragment", text: requestText({ target: "/mint#/../hidden" }), expect: inFront(404) },
  { name: "a target with a backslash for the slash", text: requestText({ target: "\\mint" }), expect: inFront(400) },
  {
    name: "no Host",
    text: requestText({ headers: { Host: undefined } }),
    expect: inFront(400),
    but: { Deno: minted() },
  },
  {
    name: "two Hosts",
    text: requestText({ lines: ["Host: evil.example"] }),
    // It is unknown which of the two was routed.
    expect: inFront(400),
    // These join both into one header, which is not a host.
    but: on(["Hono", "Bun", "workerd"], refused("host-invalid")),
  },
];

const ADDRESS_ATTACKS: readonly Attack[] = [
  ...Object.entries(ADDRESSES).map(
    ([name, headers]): Attack => ({ name, text: requestText({ headers }), expect: minted() }),
  ),
  {
    name: "a forged address: CF-Connecting-IP",
    text: requestText({ headers: { "CF-Connecting-IP": CLAIMED_ADDRESS } }),
    expect: minted(),
    // In production, Cloudflare sets it. Here nothing does.
    but: { workerd: minted(CLAIMED_ADDRESS) },
  },
  {
    name: "a forged address before the trusted proxy's entry",
    text: requestText({ target: "/proxied", headers: { "X-Forwarded-For": `${CLAIMED_ADDRESS}, 198.51.100.7` } }),
    expect: minted("198.51.100.7"),
  },
  {
    name: "a forged address in a header line before the trusted proxy's",
    text: requestText({
      target: "/proxied",
      lines: [`X-Forwarded-For: ${CLAIMED_ADDRESS}`, "X-Forwarded-For: 198.51.100.7"],
    }),
    expect: minted("198.51.100.7"),
  },
  {
    name: "an address that is none in the trusted proxy's place",
    text: requestText({
      target: "/proxied",
      headers: { "X-Forwarded-For": `${CLAIMED_ADDRESS}, 127.0.0.1.evil.example` },
    }),
    expect: minted("none"),
  },
  {
    name: "no X-Forwarded-For, where a proxy is trusted",
    text: requestText({ target: "/proxied" }),
    expect: minted("none"),
  },
];

/** Forged headers about the server or the client, and headers that are meant for the vendor. */
export const FORGED_HEADER_ATTACKS: readonly Attack[] = [
  ...HOST_ATTACKS,
  ...ADDRESS_ATTACKS,
  {
    name: "headers for the vendor",
    text: requestText({
      lines: ["Trace-Id", "Authorization", "Api-Key", "Idempotency-Key", "Traceparent", "X-Injected"].map(
        (name) => `${name}: ${SMUGGLED}`,
      ),
    }),
    expect: minted(),
  },
  {
    name: "a User-Agent that is not UTF-8",
    text: requestText({ headers: { "User-Agent": "Caf\xe9/1.0" } }),
    expect: minted(),
  },
  {
    name: "a User-Agent with a control character",
    text: requestText({ headers: { "User-Agent": `${SMUGGLED}\x07` } }),
    expect: inFront(400),
    // It is accepted, and not passed on.
    but: { workerd: minted() },
  },
];
