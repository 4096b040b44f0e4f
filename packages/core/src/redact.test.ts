import { afterEach, describe, expect, it, vi } from "vitest";
import { CARD, failureOf, fixture, json, NOBODY, PAYER, respondWith, TRACE_ID } from "./testing/fixture.ts";

const OPTIONS = { ...NOBODY, traceId: TRACE_ID, retries: 0 };
const UUID_KEY = "8f14e45f-ceea-467a-9a36-dedd4bea2543";
const OTHER_UUID = "c9f0f895-fb98-4b91-8d5c-8f0d3c1a2b3c";

const refusal = (message: string, headers = {}) =>
  json({ code: "VALIDATION_ERROR", message, traceId: TRACE_ID }, 400, headers);

/** The message of the error when the response repeats `written`, for a call with this API key. */
async function messageWith(apiKey: string, written: string): Promise<string> {
  const { client } = fixture({ apiKey, fetch: respondWith(refusal(written)) });
  const { message } = await failureOf(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
  return message;
}

describe("redaction", () => {
  afterEach(() => vi.unstubAllGlobals());

  it("redacts an API key that is a UUID, alone and in a text, and no other UUID", async () => {
    const onResponse = vi.fn();
    const headers = { "x-key": UUID_KEY, "x-bare": UUID_KEY.replaceAll("-", ""), "x-other": OTHER_UUID };
    const fetch = respondWith(refusal(`Key ${UUID_KEY}, request ${OTHER_UUID}`, headers));
    const { client } = fixture({ apiKey: UUID_KEY, fetch, hooks: { onResponse } });
    const { message } = await failureOf(client.paymentMethods.create(CARD, OPTIONS));
    expect(message).toContain(`Key [redacted], request ${OTHER_UUID}`);
    const shown = { "x-key": "[redacted]", "x-bare": "[redacted]", "x-other": OTHER_UUID };
    expect(onResponse.mock.calls[0]?.[0].headers).toMatchObject(shown);
  });

  it("finds a key of 8 letters and digits with separators between them", async () => {
    expect(await messageWith("abcd1234", "Key ab-cd 12.34!")).toContain("Key [redacted]!");
  });

  // Only one letter is encoded: nothing else about the text tells that it holds the key.
  it.each([
    ["a decimal entity", "&#111;"],
    ["a hexadecimal entity", "&#x6F;"],
    ["an escape of JSON", "\\u006f"],
    ["a long escape of JavaScript", "\\u{6f}"],
    ["a longer escape of JavaScript", "\\u{00006f}"],
    ["a percent-encoded byte", "%6f"],
    ["an old escape of JavaScript", "%u006f"],
    ["a byte of quoted-printable", "=6F"],
  ])("withholds a key with one letter as %s", async (_, letter) => {
    for (const key of ["one.of.my.keys", "one-of-the-keys-that-we-have"]) {
      const message = await messageWith(key, `Key ${key.replace("of", `${letter}f`)}!`);
      expect(message).toContain("[redacted]");
      expect(message).not.toMatch(/keys/);
    }
  });

  it.each(["&amp;", "&AMP;", "&lt;", "&GT;"])("withholds a key with %s inside", async (entity) => {
    const char = { "&amp;": "&", "&lt;": "<", "&gt;": ">" }[entity.toLowerCase()] ?? "";
    const message = await messageWith(`first${char}second${char}third`, `Key first${entity}second${entity}third!`);
    expect(message).toContain("Key [redacted]!");
  });

  it.each([
    ["an HTML escape", ":$@x\\)(&\\*=", ":$@x\\)(&amp;\\*="],
    ["an escape of JSON", "8!&=*=\\b+x,/-_$;(:", "8!\\u0026=*=\\b+x,/-_$;(:"],
    ["percent-encoded bytes", "%_\\+\\$@]/;)#^*?", "%_\\+\\$%40]/;)#%5e*?"],
  ])("withholds a key of symbols and backslashes with %s inside", async (_, key, written) => {
    const message = await messageWith(key, `Key ${written}`);
    expect(message).toContain("Key [redacted]");
  });

  it("finds a key whose symbols are named entities", async () => {
    const written = "Key sk&lowbar;live&plus;abcd&equals;!";
    expect(await messageWith("sk_live+abcd=", written)).toMatch(/Key \[redacted\].{0,8}!/);
  });

  it.each([
    ["without its leading zeros", "000123456789", "Account 123456789 is closed", "Account [redacted] is closed"],
    ["in groups without its leading zeros", "012-34-5678", "Number 12,345,678.", "Number [redacted]"],
    ["as a JSON number, which rounds it", "4929123456789012345", "Card 4929123456789012000!", "Card [redacted]!"],
    [
      "as an array of its digits with their places",
      "9876543210",
      JSON.stringify(Object.assign({}, "9876543210")),
      "[redacted]",
    ],
    [
      "after a form's = and with tags between its groups",
      "4242424242424242",
      `n=4242${"<wbr>4242".repeat(3)}`,
      "[redacted]",
    ],
    ["in a dump of hexadecimal words", "012345678", "3031 3233 3435 3637 38", "[redacted]"],
  ])("redacts a number %s", async (_, number, written, shown) => {
    const { client } = fixture({ fetch: respondWith(refusal(written)) });
    const request = { method: "POST", path: "/accounts", body: { number } } as const;
    const { message } = await failureOf(client.request(request, OPTIONS));
    expect(message).toContain(`VALIDATION_ERROR. ${shown}`);
  });

  it.each([
    ["that overlaps a UUID", "4242424242424242", "4242424242424242-1234-1234-1234-123456789012", "Key [redacted]-1234"],
    [
      "in Greek letters, whose last one has a form of its own",
      "ΝΙΚΟΛΑΟΣ",
      "ΝΙΚΟΛΑΟΣ-2, Νικολαος",
      "Key [redacted]-2, [red",
    ],
    ["and another one that overlaps it", "first-second", "first-second/first!", "Key [redacted]rst!"],
  ])("redacts a text %s", async (_, secret, written, shown) => {
    const { client } = fixture({ fetch: respondWith(refusal(`Key ${written}`)) });
    const request = { method: "POST", path: "/x", body: { secret, other: "second-fi" } } as const;
    const { message } = await failureOf(client.request(request, OPTIONS));
    expect(message).toContain(shown);
  });

  it("keeps an amount and a date that have the digits of a short text with separators", async () => {
    const { client } = fixture({ fetch: respondWith(refusal("Limit is 125 USD, 1229 used")) });
    const request = { method: "POST", path: "/x", body: { amount: "1.25", expiry: "12/29" } } as const;
    const { message } = await failureOf(client.request(request, OPTIONS));
    expect(message).toContain("Limit is 125 USD, 1229 used.");
  });

  it("keeps a number that only ends like a short one with leading zeros", async () => {
    const { client } = fixture({ fetch: respondWith(refusal("Fee 1.25, limit 9125, code 125")) });
    const request = { method: "POST", path: "/codes", body: { code: "0125" } } as const;
    const { message } = await failureOf(client.request(request, OPTIONS));
    expect(message).toContain("Fee 1.25, limit 9125, code [redacted].");
  });

  it("withholds a long key as bytes with their places", async () => {
    const key = "a-key-of-more-characters-than-there-are-control-characters";
    const written = JSON.stringify(new Uint8Array(Buffer.from(key)));
    expect(await messageWith(key, written)).toMatch(/: 400 VALIDATION_ERROR\. \[redacted\]\.$/);
  });

  it("redacts a text of 10,000 letters with separators between them", async () => {
    const onResponse = vi.fn();
    const fetch = respondWith(refusal("m", { "x-echo": `${"ab-".repeat(5_000)}!` }));
    const { client } = fixture({ fetch, hooks: { onResponse } });
    const request = { method: "POST", path: "/notes", body: { note: "ab".repeat(5_000) } } as const;
    await failureOf(client.request(request, OPTIONS));
    expect(onResponse.mock.calls[0]?.[0].headers["x-echo"]).toBe("[redacted]-!");
  });

  it("keeps a UUID that holds a number, and a character of two code units before and after a secret", async () => {
    const { client } = fixture({
      fetch: respondWith(refusal("😀𠮷𠮷𠮷a1𠮷𠮷𠮷𠮷𠮷😀, 8f14e45f-ceea-467a-9a36-123456789012, 123456789012")),
    });
    const request = { method: "POST", path: "/x", body: { a: "𠮷𠮷𠮷a1𠮷𠮷𠮷𠮷𠮷", b: "123456789012" } } as const;
    const { message } = await failureOf(client.request(request, OPTIONS));
    expect(message).toContain("😀[redacted]😀, 8f14e45f-ceea-467a-9a36-123456789012, [redacted].");
  });

  it("finds a key with an escaped line feed inside", async () => {
    expect(await messageWith("first.second.key9", "Key first.sec\\nond.key9!")).toContain("Key [redacted]!");
  });

  it.each([
    ["redacts letters with digits", "ab12", "Code AB12!", "Code [redacted]!"],
    ["withholds a text with base64 of digits beside other words", "9731", "Code AAA5 OTczMQ== is wrong", "[redacted]"],
    ["looks for no form that is short once it is decoded", "&#97;&#32;", "Not a valid code", "Not a valid code"],
  ])("of a short text in the body: %s", async (_, secret, written, shown) => {
    const { client } = fixture({ fetch: respondWith(refusal(written)) });
    const request = { method: "POST", path: "/codes", body: { code: secret } } as const;
    const { message } = await failureOf(client.request(request, OPTIONS));
    expect(message).toContain(`VALIDATION_ERROR. ${shown}.`);
  });

  const KEY = "kjm.zzo.znk.qwy";
  const bytes = [...Buffer.from(KEY)];
  const hex = bytes.map((byte) => byte.toString(16));
  it.each([
    ["hexadecimal bytes", hex.join(" ")],
    ["hexadecimal numbers", hex.map((byte) => `0x${byte}`).join(", ")],
    ["decimal bytes", bytes.join(", ")],
    ["decimal bytes in lines", bytes.join(",\n ")],
  ])("withholds a key as %s", async (_, written) => {
    expect(await messageWith(KEY, `[${written}]`)).toMatch(/: 400 VALIDATION_ERROR\. \[redacted\]\.$/);
  });

  it("finds a key over lines of quoted-printable that end in a line feed", async () => {
    expect(await messageWith(KEY, `Key ${KEY.slice(0, 6)}=\n${KEY.slice(6)}!`)).toContain("Key [redacted]!");
  });

  it("keeps whole characters, also where it truncates", async () => {
    expect(await messageWith(KEY, "Thanks 😀, bye 😀")).toContain("Thanks 😀, bye 😀");
    const details = [`${"x".repeat(499)}😀`];
    const { client } = fixture({
      fetch: respondWith(json({ code: "C", message: "m", details, traceId: TRACE_ID }, 400)),
    });
    const error = await failureOf(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    expect(error.details).toEqual(["x".repeat(499)]);
  });

  it("works where there is no atob, as in an older React Native", async () => {
    vi.stubGlobal("atob", undefined);
    expect(await messageWith(KEY, `Key ${KEY}, request 8f14e45fceea167a5a36dedd4bea2543`)).toContain("Key [redacted],");
  });
});
