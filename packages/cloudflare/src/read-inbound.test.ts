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

  it("vouches for no address when Cloudflare did not set one, whatever the client says", () => {
    const request = new Request("https://worker.example", { headers: { "x-forwarded-for": "198.51.100.66" } });

    expect(endUserFrom(readInbound(request)).ip).toBeUndefined();
  });
});
