import { describe, expect, it } from "vitest";
import { failureOf } from "../testing/fixture.ts";
import { type EndUser, endUserFrom } from "./end-user.ts";

function seenFrom(headers: Record<string, string>, peer?: string, trustedHops?: number): EndUser {
  return endUserFrom({ header: (name) => headers[name.toLowerCase()], peer }, { trustedHops });
}

describe("an address", () => {
  it.each([
    ["192.0.2.1", "192.0.2.1"],
    ["192.0.2.1:8080", "192.0.2.1"],
    ["  192.0.2.1\t", "192.0.2.1"],
    ["0.0.0.0", "0.0.0.0"],
    ["239.255.255.255", "239.255.255.255"],
    ["2001:db8::1", "2001:db8::1"],
    ["2001:DB8:0:0:0:0:0:1", "2001:db8::1"],
    ["2001:0db8:0000::0001", "2001:db8::1"],
    ["[2001:db8::1]", "2001:db8::1"],
    ["[2001:db8::1]:8080", "2001:db8::1"],
    ["::1", "::1"],
    ["::", "::"],
    ["64:ff9b::192.0.2.1", "64:ff9b::c000:201"],
    ["::ffff:192.0.2.1", "192.0.2.1"],
    ["::FFFF:c000:201", "192.0.2.1"],
    ["[::ffff:192.0.2.1]:443", "192.0.2.1"],
    ["::ffff:0:0", "0.0.0.0"],
  ])("%j is read as %j", (text, address) => {
    expect(seenFrom({}, text).ip).toBe(address);
  });

  it.each([
    [undefined],
    [""],
    [" "],
    ["unknown"],
    ["_hidden"],
    ["localhost"],
    // Made up by Cloudflare for IPv6.
    ["240.0.0.1"],
    ["254.252.239.103"],
    ["::ffff:255.255.255.255"],
    ["example.com"],
    ["192.0.2"],
    ["192.0.2.1.5"],
    ["192.0.2.256"],
    ["192.0.2.01"],
    ["192.0.2.1:"],
    ["192.0.2.1:123456"],
    ["192.0.2.1:http"],
    ["0x7f.0.0.1"],
    ["2130706433"],
    ["192.0.2.1/24"],
    ["192.0.2.1, 192.0.2.2"],
    ["192. 0.2.1"],
    ["fe80::1%eth0"],
    ["[fe80::1%25eth0]"],
    ["2001:db8:::1"],
    ["2001:db8::1:"],
    ["1:2:3:4:5:6:7"],
    ["1:2:3:4:5:6:7:8:9"],
    ["2001:db8::g"],
    ["[2001:db8::1"],
    ["2001:db8::1]"],
    ["[]"],
    ["[192.0.2.1]"],
    ["[2001:db8::1]x"],
    ["x[2001:db8::1]"],
    ["[2001:db8::1]:x"],
    [":"],
    ["::ffff:192.0.2.256"],
    ["::1\r\nx: y"],
    ["::1@evil"],
    ["::1]/x["],
  ])("%j is not an address", (text) => {
    expect(seenFrom({}, text).ip).toBeUndefined();
  });
});

describe("proxies", () => {
  const list = (forwarded: string | undefined, trustedHops: number) =>
    seenFrom(forwarded === undefined ? {} : { "x-forwarded-for": forwarded }, "10.0.0.1", trustedHops).ip;

  it("are not trusted by default: the address is the peer's", () => {
    expect(seenFrom({ "x-forwarded-for": "192.0.2.66" }, "10.0.0.1").ip).toBe("10.0.0.1");
    expect(endUserFrom({ header: () => "192.0.2.66", peer: "10.0.0.1" }).ip).toBe("10.0.0.1");
    expect(seenFrom({ "x-forwarded-for": "192.0.2.66" }, undefined, 0).ip).toBeUndefined();
  });

  it.each([
    { name: "one hop vouches for the last entry", forwarded: "192.0.2.1", hops: 1, ip: "192.0.2.1" },
    { name: "a forged left end is not believed", forwarded: "192.0.2.66, 192.0.2.1", hops: 1, ip: "192.0.2.1" },
    {
      name: "two hops vouch for the last but one",
      forwarded: "192.0.2.66, 192.0.2.1, 10.0.0.2",
      hops: 2,
      ip: "192.0.2.1",
    },
    { name: "three hops", forwarded: "192.0.2.1,10.0.0.3,10.0.0.2", hops: 3, ip: "192.0.2.1" },
    { name: "an entry with a port", forwarded: "[2001:db8::1]:443, 10.0.0.2", hops: 2, ip: "2001:db8::1" },
    { name: "fewer entries than hops", forwarded: "192.0.2.1", hops: 2, ip: undefined },
    { name: "an empty header", forwarded: "", hops: 1, ip: undefined },
    { name: "no header", forwarded: undefined, hops: 1, ip: undefined },
    { name: "an entry that is not an address", forwarded: "192.0.2.66, unknown", hops: 1, ip: undefined },
    { name: "an empty entry", forwarded: "192.0.2.66,", hops: 1, ip: undefined },
  ])("$name", ({ forwarded, hops, ip }) => {
    expect(list(forwarded, hops)).toBe(ip);
  });

  it.each([[-1], [1.5], [Number.NaN], [Number.POSITIVE_INFINITY], ["1"], [null], [true], [2 ** 53]])(
    "trustedHops cannot be %s",
    async (trustedHops) => {
      expect(await failureOf(() => seenFrom({}, "192.0.2.1", trustedHops as never))).toMatchObject({
        code: "configuration_invalid",
        outcome: "not-sent",
        message: "trustedHops must be a non-negative integer.",
      });
    },
  );
});

describe("the other facts", () => {
  it("are the headers of the same name", () => {
    expect(seenFrom({ "user-agent": "Mozilla/5.0 \xe9", "end-user-device-id": "device-1" }, "192.0.2.1")).toEqual({
      userAgent: "Mozilla/5.0 \xe9",
      deviceId: "device-1",
      ip: "192.0.2.1",
    });
  });

  it.each([[""], [" x"], ["x "], ["a\nb"], ["a\0b"], ["a\u{1f600}b"]])(
    "are unknown when they are %j, which cannot be sent",
    (value) => {
      expect(seenFrom({ "user-agent": value, "end-user-device-id": value })).toEqual({});
    },
  );
});

it.each([
  ["a standard request", new Request("https://shop.example")],
  ["a request of Hono", { header: () => "Browser/1.0", raw: new Request("https://shop.example") }],
  ["nothing", undefined],
])("names the function that reads a request when it gets %s", async (_, inbound) => {
  expect(await failureOf((async () => endUserFrom(inbound as never))())).toMatchObject({
    code: "configuration_invalid",
    outcome: "not-sent",
    message: "inbound must be what readInbound or inboundOf returns.",
  });
});
