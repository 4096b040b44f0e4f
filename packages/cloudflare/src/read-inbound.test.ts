import { endUserFrom } from "@plastiq-connect/core";
import { describe, expect, it } from "vitest";
import { readInbound } from "./read-inbound.ts";

describe("readInbound", () => {
  it("reports the headers, whatever their case, and the address that Cloudflare saw", () => {
    const inbound = readInbound(
      new Request("https://worker.example", {
        headers: { "User-Agent": "Browser/1.0", "CF-Connecting-IP": "2001:db8::9" },
      }),
    );

    expect(inbound.header("USER-AGENT")).toBe("Browser/1.0");
    expect(inbound.header("end-user-device-id")).toBeUndefined();
    expect(inbound.peer).toBe("2001:db8::9");
  });

  it.each([
    ["the IPv6 address", "2001:db8::9", "2001:db8::9"],
    ["no address when there is none", undefined, undefined],
    ["no address when there is another IPv4 address", "203.0.113.9", undefined],
  ])("reports, instead of a placeholder of Pseudo IPv4, %s", (_, v6, ip) => {
    for (const placeholder of ["240.0.0.1", "254.252.239.103", "255.0.0.9"]) {
      const headers = { "cf-connecting-ip": placeholder, ...(v6 && { "cf-connecting-ipv6": v6 }) };
      expect(endUserFrom(readInbound(new Request("https://worker.example", { headers }))).ip).toBe(ip);
    }
  });

  it("ignores CF-Connecting-IPv6 unless the address is a placeholder, because a client can send it", () => {
    const headers = { "cf-connecting-ip": "203.0.113.9", "cf-connecting-ipv6": "2001:db8::66" };

    expect(endUserFrom(readInbound(new Request("https://worker.example", { headers }))).ip).toBe("203.0.113.9");
  });

  it("reports no address when Cloudflare did not set one, whatever the client sends", () => {
    const request = new Request("https://worker.example", { headers: { "x-forwarded-for": "198.51.100.66" } });

    expect(endUserFrom(readInbound(request)).ip).toBeUndefined();
  });
});
