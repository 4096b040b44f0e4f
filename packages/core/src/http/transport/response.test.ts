import { describe, expect, it } from "vitest";
import type { ConnectError } from "../../error.ts";
import { CANARY } from "../../testing/expect-invalid.ts";
import { CARD, failureOf, fixture, json, NOBODY, PAYER, PERSON, respondWith, TRACE_ID } from "../../testing/fixture.ts";
import { MAX_RESPONSE_BYTES } from "./fetch.ts";

const OPTIONS = { ...NOBODY, traceId: TRACE_ID };
const OPERATIONS = [
  {
    name: "createClientSecret",
    field: "clientSecret",
    call: (client: Client) => client.clientSecrets.create({ payer: PAYER }, OPTIONS),
  },
  { name: "createPayer", field: "id", call: (client: Client) => client.payers.create(PERSON, OPTIONS) },
  { name: "retrievePayer", field: "id", call: (client: Client) => client.payers.retrieve(PAYER.id, OPTIONS) },
  { name: "createPaymentMethod", field: "id", call: (client: Client) => client.paymentMethods.create(CARD, OPTIONS) },
] as const;
type Client = ReturnType<typeof fixture>["client"];

/** Expects that the response is refused after one request, and that nothing of it is repeated. */
async function expectUnreadable(
  call: (client: Client) => Promise<unknown>,
  reply: () => Response,
): Promise<ConnectError> {
  const fetch = respondWith(reply);
  const failure = await failureOf(call(fixture({ fetch }).client));
  expect(failure).toMatchObject({ code: "response_unreadable", outcome: "unknown", attempts: 1, traceId: TRACE_ID });
  expect(fetch.asked).toHaveLength(1);
  expect(JSON.stringify(failure)).not.toContain(CANARY);
  return failure;
}

describe.each(OPERATIONS)("$name", ({ name, field, call }) => {
  it.each([200, 201, 202, 299])("takes status %i", async (status) => {
    const { client } = fixture({ fetch: respondWith(json({ [field]: PAYER.id }, status)) });
    const { response } = await call(client).withResponse();
    expect(response.status).toBe(status);
  });

  it("lets unknown fields and enum values pass", async () => {
    const reply = {
      [field]: PAYER.id,
      status: "BRAND_NEW",
      type: "CRYPTO",
      nested: { added: [1] },
      statusReasons: null,
    };
    const value = await call(fixture({ fetch: respondWith(json(reply)) }).client);
    if (name === "createClientSecret") expect(value).toMatchObject({ payerId: PAYER.id });
    else expect(value).toEqual(reply);
  });

  it.each([
    ["lacks it", { other: CANARY }],
    ["has null", { [field]: null }],
    ["has a number", { [field]: 7 }],
    ["has an empty text", { [field]: "" }],
    ["is null", null],
    ["is a list", [CANARY]],
    ["is a text", CANARY],
    ["is a number", 7],
  ])(`refuses a response whose ${field} %s, by name`, async (_, body) => {
    const failure = await expectUnreadable(call, json(body));
    expect(failure.message).toContain(`: The response has no ${field}.`);
    expect(failure.status).toBe(200);
  });

  it.each([
    ["is a web page", `<!doctype html><p>${CANARY}</p>`],
    ["is cut off", `{"${field}":"${CANARY}`],
    ["is empty", ""],
    ["is white space", "  "],
  ])("refuses a response that %s", async (_, body) => {
    const failure = await expectUnreadable(call, () => new Response(body));
    expect(failure.message).toContain(": The response is not JSON.");
  });

  it("names the encoding of a response that the runtime does not decode", async () => {
    const headers = { "content-encoding": "zstd" };
    const failure = await expectUnreadable(call, () => new Response("(\u00b5/\u00fd", { headers }));
    expect(failure.message).toContain(": The response is not JSON (zstd).");
  });

  it("refuses a response without a body", async () => {
    await expectUnreadable(call, () => new Response(null, { status: 204 }));
  });
});

describe("the size of a response", () => {
  const mint = (client: Client) => client.clientSecrets.create({ payer: PAYER }, OPTIONS);
  const padded = (size: number) => '{"clientSecret":"s"}'.padEnd(size, " ");

  it("may be the limit", async () => {
    const { client } = fixture({ fetch: respondWith(() => new Response(padded(MAX_RESPONSE_BYTES))) });
    expect((await mint(client)).reveal()).toBe("s");
  });

  it("may not be a byte more", async () => {
    const failure = await expectUnreadable(mint, () => new Response(padded(MAX_RESPONSE_BYTES + 1)));
    expect(failure.message).toContain(": The response is longer than 1048576 bytes.");
    expect(failure.status).toBe(200);
  });

  it.each([
    [400, "request_refused"],
    [401, "unauthorized"],
    [500, "server_failed"],
    [503, "server_unavailable"],
  ])("does not matter to the code of status %i, but nothing proves a refusal any more", async (status, code) => {
    const fetch = respondWith(() => new Response(padded(MAX_RESPONSE_BYTES + 1), { status }));
    const { client } = fixture({ fetch, retries: 0 });
    expect(await failureOf(mint(client))).toMatchObject({ code, outcome: "unknown", status, attempts: 1 });
  });

  it.for([
    {},
    // Declared before it is decompressed.
    { "content-encoding": "gzip", "content-length": "99" },
  ])("is not downloaded beyond the limit: the stream is canceled", async (headers) => {
    const CHUNK = 65_536;
    let pulled = 0;
    let canceled = false;
    const long = () =>
      new Response(
        new ReadableStream({
          pull(controller) {
            pulled += CHUNK;
            controller.enqueue(new Uint8Array(CHUNK).fill(32));
            if (pulled > 4 * MAX_RESPONSE_BYTES) controller.close();
          },
          cancel() {
            canceled = true;
          },
        }),
        { headers },
      );
    await expectUnreadable(mint, long);
    expect(canceled).toBe(true);
    expect(pulled).toBeLessThanOrEqual(MAX_RESPONSE_BYTES + 3 * CHUNK);
  });

  it("counts bytes, and characters may be split between chunks", async () => {
    const bytes = new TextEncoder().encode('{"clientSecret":"s€"}');
    const inPieces = () =>
      new Response(
        new ReadableStream({
          start(controller) {
            for (const byte of bytes) controller.enqueue(Uint8Array.of(byte));
            controller.close();
          },
        }),
      );
    expect((await mint(fixture({ fetch: respondWith(inPieces) }).client)).reveal()).toBe("s€");
  });
});
