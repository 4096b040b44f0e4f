import { LOCAL_API_KEY } from "@plastiq-connect/sandbox";
import { describe, expect, it, vi } from "vitest";
import type { ConnectError } from "../../error.ts";
import { CARD, failureOf, fixture, json, NOBODY, PAYER, PERSON, respondWith, TRACE_ID } from "../../testing/fixture.ts";

const OPTIONS = { ...NOBODY, traceId: TRACE_ID, retries: 0 };
const KEY = "key-6b1f0a";

/** Returns the error of a mint after this response. */
async function failureAfter(response: () => Response): Promise<ConnectError> {
  const { client } = fixture({ apiKey: KEY, fetch: respondWith(response) });
  return failureOf(client.clientSecrets.create({ payer: PAYER }, OPTIONS));
}

describe("the vendor's particulars", () => {
  it.each(["reference", "guide"] as const)("are read from the shape of the %s", async (shape) => {
    const { client, control } = fixture();
    control.setErrorShape(shape);
    const failure = await failureOf(
      client.payers.create({ contact: { firstName: "J", lastName: "P", phone: "x" } }, OPTIONS),
    );
    expect(failure).toMatchObject({
      code: "request_refused",
      status: 400,
      apiCode: "VALIDATION_ERROR",
      details: ["contact.phone must be a phone number."],
      fields: ["contact.phone"],
      traceId: TRACE_ID,
      message: "createPayer (connect.sandbox.plastiq.com): 400 VALIDATION_ERROR. Validation error.",
    });
  });

  it.each([
    ["both shapes at once", { errors: [{ details: "a" }], details: [{ details: "b" }] }, ["a", "b"]],
    ["texts", { errors: ["a", "b"] }, ["a", "b"]],
    ["a text that is not a list", { details: "a" }, ["a"]],
    ["an item that is not a list", { errors: { details: "a" } }, ["a"]],
    ["what is not text", { errors: [7, null, {}, { details: 7 }, { details: "a" }, true] }, ["a"]],
    ["none", {}, []],
    ["null", { errors: null, details: null }, []],
  ])("may be %s", async (_, body, details) => {
    expect((await failureAfter(json(body, 400))).details).toEqual(details);
  });

  it.each([
    ["data.cvv must be 3 or 4 digits.", ["data.cvv"]],
    ['"data.billingAddress.postalCode" is required', ["data.billingAddress.postalCode"]],
    ["cardHolderName: may not be blank", ["cardHolderName"]],
    ["contact.phone", ["contact.phone"]],
    ["It must be a card.", []],
    ["Something is wrong", []],
    ["The field data.cvv is wrong", []],
    ["data.4242424242424242 is not a known field", []],
    ["e.g. this", []],
    ["It says data.cvv", []],
    ["Is the card wrong", []],
    ["address.line2 is too long", ["address.line2"]],
    [`${"a".repeat(30)}.${"b".repeat(29)} is wrong`, [`${"a".repeat(30)}.${"b".repeat(29)}`]],
    [`${"a".repeat(30)}.${"b".repeat(30)} is wrong`, []],
  ])("name the field that they begin with: %s", async (details, fields) => {
    expect(
      (await failureAfter(json({ code: "VALIDATION_ERROR", message: "m", errors: [{ details }] }, 400))).fields,
    ).toEqual(fields);
  });

  it.each([
    ["a web page", "<html>Bad gateway</html>"],
    ["empty", ""],
    ["null", "null"],
    ["a list", "[]"],
    ["a text", '"no"'],
    ["of other types", '{"code":7,"message":{},"traceId":[],"errors":7}'],
  ])("are none when the body is %s", async (_, body) => {
    const failure = await failureAfter(() => new Response(body, { status: 400 }));
    expect(failure).toMatchObject({ code: "request_refused", status: 400, details: [], traceId: TRACE_ID });
    expect(failure.apiCode).toBeUndefined();
    expect(failure.message).toBe(
      "createClientSecret (connect.sandbox.plastiq.com): 400. Check the base URL, proxy and firewall. The request may have taken effect.",
    );
  });

  it("name the base URL when a 404 is not the vendor's own", async () => {
    const { message } = await failureAfter(() => new Response("404 page not found", { status: 404 }));
    expect(message).toContain(": 404. Check the base URL, proxy and firewall. The request may have taken effect.");
    const own = json({ code: "NOT_FOUND", message: "No such payer." }, 404, { "trace-id": TRACE_ID });
    expect((await failureAfter(own)).message).toMatch(/: 404 NOT_FOUND\. No such payer\.$/);
  });

  it("lose control characters and are cut short", async () => {
    const text = `a\n\x1b[31mb\x85c${"x".repeat(600)}`;
    const failure = await failureAfter(json({ code: "A\rB", message: text, errors: [{ details: text }] }, 400));
    const clean = `a [31mb c${"x".repeat(491)}`;
    expect(failure.apiCode).toBe("A B");
    expect(failure.details).toEqual([clean]);
    expect(failure.message).toContain(` 400 A B. ${clean}`);
  });
});

describe("the trace id of an error", () => {
  it.each([
    ["the header's", json({ traceId: "body" }, 400, { "trace-id": "header" }), "header"],
    ["the body's when there is no header", json({ traceId: "body" }, 400), "body"],
    ["the body's when the header is empty", json({ traceId: "body" }, 400, { "trace-id": "" }), "body"],
    ["the call's own when there is none", json({}, 400), TRACE_ID],
    ["the call's own when the body's is not text", json({ traceId: 7 }, 400), TRACE_ID],
  ])("is %s", async (_, response, traceId) => {
    expect((await failureAfter(response)).traceId).toBe(traceId);
  });

  it("is the response's when that is unreadable", async () => {
    expect(await failureAfter(json({}, 200, { "trace-id": "header" }))).toMatchObject({
      code: "response_unreadable",
      traceId: "header",
    });
  });

  it("is the response's when it breaks off", async () => {
    const broken = () =>
      new Response(new ReadableStream({ start: (controller) => controller.error(new Error("reset")) }), {
        headers: { "trace-id": "header" },
      });
    expect(await failureAfter(broken)).toMatchObject({ code: "network_failed", traceId: "header" });
  });

  it("is the call's own when there was no response", async () => {
    const failure = await failureAfter(() => {
      throw new TypeError("fetch failed");
    });
    expect(failure).toMatchObject({ code: "network_failed", traceId: TRACE_ID });
  });

  it("is the one that was sent, also when it happens to hold the digits of a CVV", async () => {
    const traceId = "0b0f7a4e-3c52-4d8e-9a61-6f2b8c173990";
    const { client, control } = fixture();
    control.addFault({ operation: "*", kind: "status", status: 400 });
    expect(traceId).toContain(CARD.data.cvv);
    expect((await failureOf(client.paymentMethods.create(CARD, { ...OPTIONS, traceId }))).traceId).toBe(traceId);
  });
});

describe("advice", () => {
  it.each([
    [
      401,
      "Check the API key: it must belong to this environment, and not be deleted, over a year old or rotated over 12 hours ago.",
    ],
    [403, "Check that this machine's IP address is on the environment's allowlist, and the API key's permissions."],
    [500, "If it persists, quote the trace id to the vendor."],
    [503, "This is usually maintenance: try again later."],
  ])("fits status %i with an API key", async (status, advice) => {
    expect((await failureAfter(json({ code: "C", message: "M." }, status))).message).toContain(
      `: ${status} C. M. ${advice}`,
    );
  });

  it.each([401, 403])("fits status %i with a client secret", async (status) => {
    const { client } = fixture({ fetch: respondWith(json({ code: "C", message: "M" }, status)) });
    const failure = await failureOf(client.paymentMethods.create(CARD, { ...OPTIONS, clientSecret: "secret" }));
    expect(failure.message).toContain(
      `: ${status} C. M. A client secret expires after 60 s and works once, for its payer only: mint a new one.`,
    );
  });

  it("is given for what the sandbox refuses", async () => {
    const { client, control } = fixture();
    control.setAllowedIps(["192.0.2.1"]);
    expect((await failureOf(client.payers.create(PERSON, OPTIONS))).message).toContain("allowlist");
    control.revokeKey("local");
    control.setAllowedIps(null);
    expect((await failureOf(client.payers.create(PERSON, OPTIONS))).message).toContain("Check the API key");
  });
});

describe("secrets that the vendor repeats are taken out", () => {
  const echo = (text: string) => json({ code: text, message: text, errors: [{ details: text }], traceId: text }, 400);
  const redacted = (failure: ConnectError, text: string) => {
    expect(failure).toMatchObject({ apiCode: text, details: [text], traceId: text });
    expect(failure.message).toContain(`400 ${text}. ${text}`);
  };

  it("the API key", async () => {
    redacted(await failureAfter(echo(`Bearer ${KEY}, ${KEY}`)), "Bearer [redacted], [redacted]");
  });

  it("the API key in a header", async () => {
    const failure = await failureAfter(json({}, 400, { "trace-id": `id-${KEY}` }));
    expect(failure.traceId).toBe("id-[redacted]");
  });

  it("each API key from its own response, while keys change under calls that overlap", async () => {
    const keys = ["KEY-NO-1", "KEY-NO-2", "KEY-NO-1"];
    const echoed: (() => void)[] = [];
    const { client } = fixture({
      apiKey: () => keys.shift() ?? "",
      fetch: async (_, { headers }) => {
        await new Promise<void>((resolve) => echoed.push(resolve));
        return json({ clientSecret: "s" }, 200, { "x-echo": `<${headers.authorization}>` })();
      },
    });
    const calls = [...keys].map(() => client.clientSecrets.create({ payer: PAYER }, OPTIONS).withResponse());
    await vi.waitFor(() => expect(echoed).toHaveLength(3), 20_000);
    for (const echo of echoed.reverse()) echo();
    for (const call of calls) expect((await call).response.headers["x-echo"]).toBe("<Bearer [redacted]>");
  });

  it("the client secret", async () => {
    const { client } = fixture({ fetch: respondWith(echo("<SECRET-1>")) });
    redacted(
      await failureOf(client.paymentMethods.create(CARD, { ...OPTIONS, clientSecret: "SECRET-1" })),
      "<[redacted]>",
    );
  });

  it.each([
    ["as it was sent", "4242424242424242 739", "[redacted] [redacted]"],
    ["in groups", "4242 4242 4242 4242 or 4242-4242-4242-4242", "[redacted] or [redacted]"],
    ["inside other text", "no:4242424242424242,cvv=739.", "no:[redacted],cvv=[redacted]."],
  ])("a card number and its CVV %s", async (_, text, clean) => {
    const { client } = fixture({ fetch: respondWith(echo(`${text}!`)) });
    redacted(await failureOf(client.paymentMethods.create(CARD, OPTIONS)), `${clean}!`);
  });

  it.each([
    ["as it was sent", "078-05-1120"],
    ["without its dashes", "078051120"],
    ["in other groups", "078 05 1120"],
  ])("an identity document's number %s", async (_, text) => {
    const { client } = fixture({ fetch: respondWith(echo(`<${text}>`)) });
    redacted(await failureOf(client.payers.create(PERSON, OPTIONS)), "<[redacted]>");
  });

  it("an identity document's value as JSON writes it", async () => {
    const value = 'AB"12\\\u0007';
    const { client } = fixture({ fetch: respondWith(echo(`{"value":${JSON.stringify(value)}}`)) });
    const input = { ...PERSON, identityDocuments: [{ type: "PASSPORT_NUMBER", value }] } as const;
    redacted(await failureOf(client.payers.create(input, OPTIONS)), '{"value":"[redacted]"}');
  });

  it.each([
    ["a percent sign and digits", "a0aa0A%00\n00aAAa0A"],
    ["an HTML entity", "AB12&#65;\n34CD56"],
    ["a JSON escape", "AB12\\u0041\n34CD56"],
  ])("an identity document's value that holds %s of its own", async (_, value) => {
    const { client } = fixture({ fetch: respondWith(echo(`{"value":${JSON.stringify(value)}}`)) });
    const input = { ...PERSON, identityDocuments: [{ type: "PASSPORT_NUMBER", value }] } as const;
    const { message, details } = await failureOf(client.payers.create(input, OPTIONS));
    for (const part of value.split("\n")) expect(`${message} ${details}`).not.toContain(part);
  });

  it("has no local key in any of them by chance", () => {
    expect(LOCAL_API_KEY).not.toContain(KEY);
  });
});
