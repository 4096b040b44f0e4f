import { describe, expect, it } from "vitest";
import { proxyOf } from "./proxy-variables.ts";

const PROXY = { HTTPS_PROXY: "http://proxy.example:3128" };
const goesDirectly = (host: string, noProxy?: string): boolean =>
  proxyOf(`https://${host}/api`, { ...PROXY, NO_PROXY: noProxy }) === undefined;

describe("proxyOf", () => {
  it.each(["localhost", "api.localhost", "127.0.0.1:8443", "127.1.2.3", "[::1]:8443"])(
    "leaves out every proxy for %s, also over https:",
    (host) => {
      expect(goesDirectly(host)).toBe(true);
    },
  );

  it.each([
    ["10.1.2.3", "10.0.0.0/8"],
    ["10.1.2.3:8443", "internal.example, 10.1.2.0/24"],
    ["192.0.2.7", "10.0.0.0/8 192.0.2.7/32"],
    ["[2001:db8::7]", "2001:db8::/32"],
    ["[2001:db8::7]", "[2001:db8::]/32"],
    ["203.0.113.9", "0.0.0.0/0"],
    ["203.0.113.9", "203.0.113.9"],
    ["[2001:db8::7]", "2001:db8::7"],
    ["connect.plastiq.com", "*"],
    ["connect.plastiq.com", "internal.example,*"],
  ])("leaves out every proxy for %s, which is in NO_PROXY=%s", (host, noProxy) => {
    expect(goesDirectly(host, noProxy)).toBe(true);
  });

  it.each([
    ["connect.plastiq.com", "10.0.0.0/8"],
    ["11.1.2.3", "10.0.0.0/8"],
    ["10.1.2.3", "10.0.0.0/33"],
    ["10.1.2.3", "2001:db8::/32"],
    ["10.1.2.3", "10.0.0/8"],
    ["127.0.0.1.evil.example", ""],
    ["localhost.evil.example", ""],
  ])("keeps the proxy for %s with NO_PROXY=%s", (host, noProxy) => {
    expect(goesDirectly(host, noProxy)).toBe(false);
  });

  it.each([
    [
      { HTTPS_PROXY: "http://upper", https_proxy: "http://lower" },
      { proxy: "http://lower", noProxy: "" },
    ],
    [
      { HTTPS_PROXY: "http://upper", https_proxy: "" },
      { proxy: "http://upper", noProxy: "" },
    ],
    [
      { HTTPS_PROXY: "", http_proxy: "http://plain" },
      { proxy: "http://plain", noProxy: "" },
    ],
    [
      { HTTPS_PROXY: "http://upper", no_proxy: "", NO_PROXY: "a.example" },
      { proxy: "http://upper", noProxy: "a.example" },
    ],
    [{ https_proxy: "", HTTP_PROXY: "", ALL_PROXY: "http://all" }, undefined],
  ])("takes the first variable of %o that is not empty", (variables, settings) => {
    expect(proxyOf("https://connect.example/api", variables)).toEqual(settings);
  });
});
