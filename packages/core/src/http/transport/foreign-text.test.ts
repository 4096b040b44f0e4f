import { describe, expect, it, vi } from "vitest";
import { CARD, failureOf, fixture, json, NOBODY, PAYER, respondWith, TRACE_ID } from "../../testing/fixture.ts";

const OPTIONS = { ...NOBODY, traceId: TRACE_ID, retries: 0 };
const KEY = "key+with/special=characters";
const refusal = (message: string) => json({ code: "VALIDATION_ERROR", message, traceId: TRACE_ID }, 400);

describe("an error that repeats a secret", () => {
  it.each(["\n", "\r\n  ", "\u00a0", ".", "/", "\u200b", " - "])(
    "redacts a card number with %j between its groups",
    async (separator) => {
      const grouped = "4242424242424242".replace(/\d{4}(?=\d)/g, `$&${separator}`);
      const { client } = fixture({ fetch: respondWith(refusal(`Not accepted: ${grouped}!`)) });
      const error = await failureOf(client.paymentMethods.create(CARD, OPTIONS));
      expect(error.message).toContain("Not accepted: [redacted]!");
    },
  );

  it.each([
    ["as it is", KEY],
    ["as URLs write it", encodeURIComponent(KEY)],
    ["as URLs write it, in lower case", encodeURIComponent(KEY).toLowerCase()],
    ["as JSON may write it", KEY.replace("/", "\\/")],
    ["as HTML writes it", KEY.replace("+", "&#43;").replace("/", "&#x2F;")],
    ["encoded twice", encodeURIComponent(encodeURIComponent(KEY))],
    ["with an invisible character inside", KEY.replace("w", "w\u200b")],
    ["over two lines", KEY.replace("special", "spec\r\n ial")],
  ])("redacts a key %s", async (_, written) => {
    const { client } = fixture({ apiKey: KEY, fetch: respondWith(refusal(`${written}!`)) });
    const error = await failureOf(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    expect(error.message).toContain("[redacted]!");
  });

  it("redacts the key of each call in its headers, after calls with another key and with a card", async () => {
    const keys = ["first-key-of-a-test", "second-key-of-a-test", "third-key-of-a-test"];
    const fetch = respondWith(
      ...keys.map((key) => json({ id: "1", clientSecret: "22334455" }, 200, { "x-echo": `${key}!` })),
    );
    const given = [...keys];
    const { client } = fixture({ apiKey: async () => given.shift() ?? "", fetch });
    const mint = () => client.clientSecrets.create({ payer: PAYER }, OPTIONS).withResponse();
    const calls = [mint, () => client.paymentMethods.create(CARD, OPTIONS).withResponse(), mint];
    for (const call of calls) expect((await call()).response.headers).toHaveProperty("x-echo", "[redacted]!");
  });

  it.each(["", "u:", "us:", "use:"])("withholds a text that has a key in base64 after %j", async (before) => {
    const key = "0123456789abcdefghijklmnop";
    for (const encoding of ["base64", "base64url"] as const) {
      const written = Buffer.from(`${before}${key}:?`).toString(encoding);
      const { client } = fixture({ apiKey: key, fetch: respondWith(refusal(`<${written}>`)) });
      const error = await failureOf(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
      expect(error.message).toMatch(/: 400 VALIDATION_ERROR\. \[redacted\]\.$/);
    }
  });

  const CARD_NUMBER = CARD.data.accountNumber;
  const bytes = [...Buffer.from(CARD_NUMBER)];
  const hex = bytes.map((byte) => byte.toString(16));
  const grouped = CARD_NUMBER.replace(/\d{4}(?=\d)/g, "$& ");

  it.each([
    ["quoted-printable", hex.map((byte) => `=${byte}`).join("")],
    ["quoted-printable, over two lines", `${CARD_NUMBER.slice(0, 7)}=\r\n${CARD_NUMBER.slice(7)}`],
    ["escapes of JavaScript", hex.map((byte) => `\\u{${byte}}`).join("")],
    ["entities, encoded twice", bytes.map((byte) => `&amp;#${byte};`).join("")],
    ["HTML with tags between its groups", grouped.replaceAll(" ", '</td><td class="number">')],
    ["hexadecimal bytes", hex.join("")],
    ["hexadecimal bytes in upper case inside a word", `body_${hex.join("").toUpperCase()}`],
    ["hexadecimal bytes with colons", hex.join(":")],
    ["hexadecimal numbers", hex.map((byte) => `0x${byte}`).join(", ")],
    ["an inspected buffer", `<Buffer ${hex.join(" ")}>`],
    ["a buffer in JSON", JSON.stringify(Buffer.from(CARD_NUMBER))],
    ["an inspected array of bytes", `Uint8Array(16) [\n  ${bytes.join(",\n  ")}\n]`],
    ["base64 of its groups", btoa(`{"number":"${grouped}"}`)],
    ["base64 of UTF-16", Buffer.from(CARD_NUMBER, "utf16le").toString("base64")],
    ["base64 in lines", btoa(`${"x".repeat(50)}${CARD_NUMBER}`).replace(/.{64}/g, "$&\r\n")],
    ["base64, percent-encoded", encodeURIComponent(btoa(`>>>${CARD_NUMBER}???`))],
    ["base64 of what is percent-encoded", btoa(`number=${encodeURIComponent(grouped)}`)],
  ])("withholds a card number as %s", async (_, written) => {
    const { client } = fixture({ fetch: respondWith(refusal(`Not accepted: ${written}!`)) });
    const { message } = await failureOf(client.paymentMethods.create(CARD, OPTIONS));
    expect(message).toContain("[redacted]");
    // What may be left stands around it: "body_", or the opening of the tag.
    expect(message.replace(/[^\da-f]/gi, "")).not.toMatch(/42424242|3432|5250/);
    expect(message).not.toContain(written);
  });

  it("finds a key in upper and in lower case", async () => {
    const key = "A-Key-of-Mixed-Case";
    const { client } = fixture({
      apiKey: key,
      fetch: respondWith(refusal(`${key.toUpperCase()}, ${key.toLowerCase()}`)),
    });
    const { message } = await failureOf(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    expect(message).toMatch(/: 400 VALIDATION_ERROR\. \[redacted\], \[redacted\]\.$/);
  });

  it.each(["MTIw", "313230", "3132 30", "49, 50, 48"])("withholds a CVV that is written as %s", async (written) => {
    const data = { ...CARD.data, cvv: "120" };
    const { client } = fixture({ fetch: respondWith(refusal(`The code ${written} is wrong`)) });
    const { message } = await failureOf(client.paymentMethods.create({ ...CARD, data }, OPTIONS));
    expect(message).toMatch(/: 400 VALIDATION_ERROR\. \[redacted\]\.$/);
  });

  it.each([
    "Request 8f14e45fceea167a5a36dedd4bea2543 of 25.11.2026, 20:57:24, failed in 12 ms",
    "Field paymentMethod.data.accountNumber: 10, 20, 30, 40, 50, 60 or 70",
    "eyJhbGciOiJub25lIn0.eyJzdWIiOiJub2JvZHkifQ. is a token of somebody else",
    "100%25 of &lt;b&gt; =3D \\u0041 stays as it was",
  ])("leaves a text alone that holds no secret: %s", async (text) => {
    const { client } = fixture({ fetch: respondWith(refusal(text)) });
    const { message } = await failureOf(client.paymentMethods.create(CARD, OPTIONS));
    expect(message).toContain(text);
  });

  it("leaves digits alone that only look like the CVV", async () => {
    const data = { ...CARD.data, cvv: "120" };
    const traceId = "12012012-0120-4120-8120-120120120120";
    const reply = () =>
      Response.json(
        { code: "C", message: "Card 3120 of 120, cvv 120." },
        { status: 400, headers: { "trace-id": traceId } },
      );
    const { client } = fixture({ fetch: respondWith(reply) });
    const error = await failureOf(client.paymentMethods.create({ ...CARD, data }, OPTIONS));
    expect(error).toMatchObject({ outcome: "rejected", traceId });
    expect(error.message).toContain("Card 3120 of [redacted], cvv [redacted].");
  });

  it("waits as long as it was asked to when the seconds are the CVV's digits", async () => {
    const data = { ...CARD.data, cvv: "120" };
    const body = { code: "C", message: "m", traceId: TRACE_ID };
    const fetch = vi.fn(respondWith(() => Response.json(body, { status: 429, headers: { "retry-after": "120" } })));
    const { client } = fixture({ fetch });
    const error = await failureOf(client.paymentMethods.create({ ...CARD, data }, { ...OPTIONS, retries: 2 }));
    expect(error.retryAfter).toBe(120_000);
    expect(fetch).toHaveBeenCalledOnce();
  });

  it("counts a date in Retry-After from the response's own Date", async () => {
    const ahead = Date.now() + 7_200_000;
    const headers = { date: new Date(ahead).toUTCString(), "retry-after": new Date(ahead + 40_000).toUTCString() };
    const { client } = fixture({ fetch: respondWith(() => Response.json({}, { status: 503, headers })) });
    const error = await failureOf(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    expect(error.retryAfter).toBe(40_000);
  });
});

describe("the headers that hooks and withResponse() show", () => {
  const SECRET = "minted-secret-value";

  it.each([0, 2])("do not repeat the client secret that a body indented by %j brings", async (indent) => {
    const onResponse = vi.fn();
    const headers = { etag: `W/"${SECRET}"`, location: `/s?s=${encodeURIComponent(SECRET)}` };
    const body = JSON.stringify({ clientSecret: SECRET }, null, indent);
    const fetch = respondWith(() => new Response(body, { status: 201, headers }));
    const { client } = fixture({ fetch, hooks: { onResponse } });
    const { response } = await client.clientSecrets.create({ payer: PAYER }, OPTIONS).withResponse();
    const shown = { etag: 'W/"[redacted]"', location: "/s?s=[redacted]" };
    expect(response.headers).toMatchObject(shown);
    expect(onResponse.mock.calls[0]?.[0].headers).toMatchObject(shown);
  });

  it.each([
    ["is cut off", `{"clientSecret":"${SECRET}","expires`],
    ["nests it", JSON.stringify({ data: [{ clientSecret: SECRET }] })],
  ])("do not repeat the client secret of a body that %s", async (_, body) => {
    const onResponse = vi.fn();
    const fetch = respondWith(() => new Response(body, { headers: { etag: SECRET } }));
    const { client } = fixture({ fetch, hooks: { onResponse } });
    await client.request({ method: "GET", path: "/client-secrets" }, OPTIONS).catch(() => {});
    expect(onResponse.mock.calls[0]?.[0].headers).toMatchObject({ etag: "[redacted]" });
  });

  it("redact a client secret whose escapes are not JSON, and nothing else", async () => {
    const onResponse = vi.fn();
    const body = `{"clientSecret":"${SECRET}\\q%zz"}`;
    const headers = { etag: `${SECRET}\\q%zz`, "x-state": "undefined" };
    const { client } = fixture({ fetch: respondWith(() => new Response(body, { headers })), hooks: { onResponse } });
    await client.clientSecrets.create({ payer: PAYER }, OPTIONS).catch(() => {});
    expect(onResponse.mock.calls[0]?.[0].headers).toMatchObject({ etag: "[redacted]", "x-state": "undefined" });
  });

  it.each([
    ["a slash, as PHP", JSON.stringify({ clientSecret: KEY }).replaceAll("/", "\\/")],
    ["a plus sign, as .NET", JSON.stringify({ clientSecret: KEY }).replaceAll("+", "\\u002B")],
    ["a letter", JSON.stringify({ clientSecret: KEY }).replace("w", "\\u0077")],
  ])("do not repeat the client secret of a body that escapes %s", async (_, body) => {
    const fetch = respondWith(() => new Response(body, { headers: { etag: KEY } }));
    const { client } = fixture({ fetch });
    const { data, response } = await client.clientSecrets.create({ payer: PAYER }, OPTIONS).withResponse();
    expect(data.reveal()).toBe(KEY);
    expect(response.headers.etag).toBe("[redacted]");
  });

  it("do not repeat a percent-encoded key", async () => {
    const location = `https://elsewhere.invalid/?key=${encodeURIComponent(KEY)}`;
    const onResponse = vi.fn();
    const { client } = fixture({ apiKey: KEY, fetch: respondWith(json({}, 307, { location })), hooks: { onResponse } });
    await failureOf(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    expect(onResponse.mock.calls[0]?.[0].headers.location).toBe("https://elsewhere.invalid/?key=[redacted]");
  });

  it("repeat neither the renewed key nor the refused one", async () => {
    const keys = ["first-api-key", "second-api-key"];
    const both = keys.join(" or ");
    const apiKey = vi.fn(() => keys[Math.min(apiKey.mock.calls.length, keys.length) - 1] ?? "");
    const onResponse = vi.fn();
    const body = { code: "C", message: both, traceId: TRACE_ID };
    const { client } = fixture({
      apiKey,
      fetch: respondWith(json(body, 401, { "x-echo": both })),
      hooks: { onResponse },
    });
    const error = await failureOf(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    expect(error.message).toContain("[redacted] or [redacted]");
    expect(onResponse.mock.lastCall?.[0].headers["x-echo"]).toBe("[redacted] or [redacted]");
  });

  it("are printable, and the trace id is short", async () => {
    // Headers are Latin-1: a C1 control character can stand in them.
    const headers = { "trace-id": `a\u009b31m${"x".repeat(6_000)}`, "x-note": "a\u0085b", "x-long": "y".repeat(300) };
    const { client } = fixture({ fetch: respondWith(json({ clientSecret: SECRET }, 201, headers)) });
    const { response } = await client.clientSecrets.create({ payer: PAYER }, OPTIONS).withResponse();
    expect(response.traceId).toBe(`a 31m${"x".repeat(95)}`);
    expect(response.headers).toMatchObject({ ...headers, "trace-id": response.traceId, "x-note": "a b" });
  });
});

describe("an error", () => {
  it("has at most 20 details of 500 characters, and a trace id of 100", async () => {
    const body = {
      code: "C",
      message: "m",
      details: Array(200).fill("d".repeat(5_000)),
      traceId: "t".repeat(6_000),
    };
    const { client } = fixture({ fetch: respondWith(json(body, 400)) });
    const error = await failureOf(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    expect(error.details).toEqual(Array(20).fill("d".repeat(500)));
    expect(error.traceId).toBe("t".repeat(100));
  });

  it.each(["a", "%25", "&#52;", "\\u0034", "QUJD", "4242 ", "<", "52, ", "42=\n"])(
    "reads only the start of a megabyte of %j",
    async (text) => {
      const long = text.repeat(1_000_000 / text.length);
      const body = { code: "C", message: long, details: Array(20).fill(long.slice(0, 10_000)), traceId: long };
      const { client } = fixture({ fetch: respondWith(json(body, 400)) });
      const error = await failureOf(client.paymentMethods.create(CARD, OPTIONS));
      expect(error.message.length).toBeLessThan(700);
      expect(Math.max(...error.details.map(({ length }) => length))).toBeLessThanOrEqual(500);
    },
  );

  it("shows no part of a secret at the point where it stops reading", async () => {
    const half = `${"\u200b".repeat(4_992)}42424242${"4".repeat(9_000)}`;
    const { client } = fixture({ fetch: respondWith(json({ code: "C", message: half }, 400)) });
    const error = await failureOf(client.paymentMethods.create(CARD, OPTIONS));
    expect(error.message).toContain(": 400 C. [redacted].");
  });

  it("shows no character that reorders or hides text", async () => {
    const { client } = fixture({ fetch: respondWith(refusal("a\u202eb\u2066c\u200bd\u2028e\u{e0041}f\ufe0f")) });
    const error = await failureOf(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
    expect(error.message).toContain("abcd ef.");
  });
});
