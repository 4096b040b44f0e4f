import { describe, expect, it } from "vitest";
import type { Client } from "../../client.ts";
import { failureOf, fixture, json, NOBODY, PAYER, respondWith, TRACE_ID } from "../../testing/fixture.ts";
import { refuseUnhandledRejections } from "../../testing/unhandled.ts";
import { settleDown } from "../../testing/virtual-clock.ts";

refuseUnhandledRejections();

const OPTIONS = { ...NOBODY, traceId: TRACE_ID, retries: 0 };

it("is a promise of the content", async () => {
  const call = fixture().client.clientSecrets.create({ payer: PAYER }, OPTIONS);
  expect(call).toBeInstanceOf(Promise);
  expect((await call).payerId).toBe(PAYER.id);
  expect(await Promise.all([call])).toEqual([await call]);
});

it("returns the status, the headers in lower case and the trace id with withResponse()", async () => {
  const fetch = respondWith(json({ clientSecret: "s" }, 201, { "X-Up": "Mixed", "Trace-Id": "theirs" }));
  const call = fixture({ fetch }).client.clientSecrets.create({ payer: PAYER }, OPTIONS);
  const { data, response } = await call.withResponse();
  expect(response).toEqual({
    status: 201,
    headers: { "content-type": "application/json", "x-up": "Mixed", "trace-id": "theirs" },
    traceId: "theirs",
    attempts: 1,
  });
  expect(data.traceId).toBe("theirs");
  expect(await call).toBe(data);
  expect(fetch.asked).toHaveLength(1);
});

it("writes header names in lower case whatever the fetch says", async () => {
  const { client } = fixture({
    fetch: async () => ({
      status: 200,
      headers: { forEach: (visit) => visit("theirs", "Trace-ID") },
      body: new Response('{"clientSecret":"s"}').body,
    }),
  });
  const { response } = await client.clientSecrets.create({ payer: PAYER }, OPTIONS).withResponse();
  expect(response).toMatchObject({ headers: { "trace-id": "theirs" }, traceId: "theirs" });
});

it("has the trace id that was sent when the response has none", async () => {
  const { client } = fixture({ fetch: respondWith(json({ clientSecret: "s" })) });
  const { response } = await client.clientSecrets.create({ payer: PAYER }, OPTIONS).withResponse();
  expect(response.traceId).toBe(TRACE_ID);
});

it("fails with the same error in both views", async () => {
  const call = fixture({ apiKey: "wrong-key" }).client.clientSecrets.create({ payer: PAYER }, OPTIONS);
  const view = call.withResponse();
  const failure = await failureOf(view);
  expect(await failureOf(call)).toBe(failure);
  expect(failure.code).toBe("unauthorized");
});

// The suite's listener fails them when a rejection is left over.
it("leaves no rejection unhandled when only the content is awaited", async () => {
  await failureOf(fixture({ apiKey: "wrong-key" }).client.clientSecrets.create({ payer: PAYER }, OPTIONS));
  await settleDown();
});

it("leaves no rejection unhandled when only withResponse() is awaited", async () => {
  await failureOf(
    fixture({ apiKey: "wrong-key" }).client.clientSecrets.create({ payer: PAYER }, OPTIONS).withResponse(),
  );
  await settleDown();
});

describe("rejects, and does not throw, when a getter throws", () => {
  const broken = (name: string, fields: object): never => {
    const get = (): never => {
      throw new Error("detached row");
    };
    return Object.defineProperty({ ...fields }, name, { get, enumerable: true }) as never;
  };
  const owned = { payerId: PAYER.id };
  it.each<[string, (client: Client) => Promise<unknown>]>([
    ["of a list's input", ({ payments }) => payments.list(broken("limit", owned), OPTIONS)],
    ["of a list's options", ({ payments }) => payments.list(owned, broken("headers", OPTIONS))],
    ["that a walk reads", ({ payments }) => payments.list(owned, broken("headers", OPTIONS)).toArray({ max: 1 })],
    ["of a payment's options", ({ payments }) => payments.create({} as never, broken("idempotencyKey", OPTIONS))],
    [
      "of the options of paymentMethods.create",
      ({ paymentMethods }) => paymentMethods.create({} as never, broken("clientSecret", OPTIONS)),
    ],
    ["of the hooks of a call", ({ payers }) => payers.retrieve(PAYER.id, broken("hooks", OPTIONS))],
    [
      "of the options of a call of withOptions",
      (client) => client.withOptions({ retries: 0 }).payers.retrieve(PAYER.id, broken("endUser", {})),
    ],
    ["of a call's options", ({ payers }) => payers.retrieve(PAYER.id, broken("extra", OPTIONS))],
    [
      "of an upload's options",
      ({ documents }) => documents.send({} as never, new Blob(["1"]), broken("upload", OPTIONS)),
    ],
  ])("%s", async (_, make) => {
    let call: Promise<unknown> | undefined;
    expect(() => {
      call = make(fixture().client);
    }).not.toThrow();
    await expect(call).rejects.toThrow("detached row");
    await settleDown();
  });
});

it("rejects, and does not throw, also on bad input", async () => {
  const call = fixture().client.clientSecrets.create({} as never, OPTIONS);
  expect((await failureOf(call)).code).toBe("input_invalid");
});

it.each([
  ["that the vendor refuses", { apiKey: "wrong-key" }, 1],
  ["that is not sent for its input", { payer: {} }, 0],
  ["without an API key", { apiKey: () => "" }, 0],
])(
  "names the operation, the host and the page of the error in a failure %s",
  async (_, { payer, apiKey }: Wrong, attempts) => {
    const { client } = fixture(apiKey === undefined ? {} : { apiKey });
    const failure = await failureOf(client.clientSecrets.create({ payer: (payer ?? PAYER) as typeof PAYER }, OPTIONS));
    expect(failure).toMatchObject({ operation: "createClientSecret", host: "connect.sandbox.plastiq.com", attempts });
    expect(failure.docsUrl).toMatch(new RegExp(`^https://.*/docs/guide/errors\\.md#${failure.code}$`));
  },
);

interface Wrong {
  readonly payer?: object;
  readonly apiKey?: string | (() => string);
}

it("names the operation in the failure of a wait", async () => {
  const { client } = fixture({ fetch: respondWith(json({ id: PAYER.id, status: "CREATED" })) });
  const waiting = client.payments.waitFor(
    { id: PAYER.id, payerId: PAYER.id },
    { ...NOBODY, until: "PAID", timeout: 900 },
  );
  expect(await failureOf(waiting)).toMatchObject({ code: "timed_out", operation: "waitForPayment", attempts: 1 });
});
