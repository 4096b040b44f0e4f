import { expect, it } from "vitest";
import { LOCAL_API_KEY, LOCAL_PAYER_ID } from "../index.ts";
import { bankAccount, card, fixture, NOW } from "../testing/fixture.ts";

it("logs a request with everything a test may ask", async () => {
  const { call, control } = fixture();
  const traceId = crypto.randomUUID();
  await call(`/payers/${LOCAL_PAYER_ID}`, {
    headers: { "trace-id": traceId, "End-User-Ip": "192.0.2.1" },
    address: "192.0.2.9",
  });
  expect(control.seen()).toEqual([
    {
      id: 1,
      at: NOW,
      operation: "retrievePayer",
      method: "GET",
      path: `/api/payers/${LOCAL_PAYER_ID}`,
      status: 200,
      pending: false,
      duration: expect.any(Number),
      traceId,
      responseTraceId: traceId,
      bearer: { label: "local", sha256: expect.stringMatching(/^[0-9a-f]{16}$/) },
      headers: {
        authorization: "[redacted]",
        "end-user-ip": "192.0.2.1",
        "trace-id": traceId,
        "user-agent": "test",
      },
      body: undefined,
      response: {
        headers: {
          date: new Date(NOW).toUTCString(),
          "content-type": "application/json",
          "trace-id": traceId,
          "cache-control": "no-store",
        },
        body: expect.objectContaining({ id: LOCAL_PAYER_ID }),
      },
      clientAddress: "192.0.2.9",
      about: [LOCAL_PAYER_ID],
      fault: null,
    },
  ]);
});

it("logs combined header values as they arrive", async () => {
  const { control, sandbox } = fixture();
  const headers = new Headers({ "user-agent": "one" });
  headers.append("user-agent", "two");
  await sandbox.fetch(new Request("https://sandbox.test/api/x", { headers }));
  expect(control.seen()[0]).toMatchObject({ headers: { "user-agent": "one, two" }, bearer: null });
});

it("leaves nothing sensitive in the log or the state", async () => {
  const { call, control, mint, pay } = fixture();
  const secret = await mint();
  await pay(secret, { type: "CARD", data: card });
  await pay(LOCAL_API_KEY, { type: "BANK_ACCOUNT", data: bankAccount, payer: { id: LOCAL_PAYER_ID } });
  await call("/payers", {
    headers: { "api-key": LOCAL_API_KEY },
    body: {
      contact: { firstName: "Bob", lastName: "Smith", phone: "4155550100" },
      identityDocuments: [{ type: "US_SSN", value: "123456789" }],
      clientSecret: secret,
      nested: [{ account_number: card.accountNumber }],
    },
  });
  const told = JSON.stringify([control.seen(), control.state()]);
  for (const hidden of [
    LOCAL_API_KEY,
    secret,
    card.accountNumber,
    '"123"',
    bankAccount.accountNumber,
    bankAccount.routingNumber,
    "123456789",
  ]) {
    expect(told).not.toContain(hidden);
  }
  expect(control.seen({ operation: "createPaymentMethod" })[0]?.body).toMatchObject({
    data: { accountNumber: "[redacted]", cvv: "[redacted]", cardHolderName: "Jen Doe" },
  });
});

it("finds sensitive fields however they are spelt or nested", async () => {
  const { call, control } = fixture();
  await call("/payers", {
    body: {
      identityDocuments: [{ type: "US_SSN", Value: "1" }, "2", ["3"], { type: "US_EIN", value: { deep: "4" } }],
      list: [{ CVV: "5", client_secret: "6", kept: "7" }],
    },
  });
  const hidden = "[redacted]";
  expect(control.seen()[0]?.body).toEqual({
    identityDocuments: [{ type: "US_SSN", Value: hidden }, hidden, [hidden], { type: "US_EIN", value: hidden }],
    list: [{ CVV: hidden, client_secret: hidden, kept: "7" }],
  });
});

it("names a bearer token by its label and the start of its hash", async () => {
  const { control, mint, pay } = fixture();
  const secret = await mint();
  await pay(secret, { type: "CARD", data: card });
  await pay("wrong", {});
  const [minted, paid, refused] = control.seen().map(({ bearer }) => bearer);
  const [state] = control.state().clientSecrets;
  expect(minted?.label).toBe("local");
  expect(paid).toEqual({ label: "client-secret-1", sha256: state?.sha256 });
  expect(refused?.label).toBe("unknown");
});

it("filters and clears the log, and returns a copy", async () => {
  const { call, control, mint } = fixture();
  await mint();
  await call("/nothing");
  const [first] = control.seen({ operation: "createClientSecret" });
  expect(control.seen({ traceId: first?.responseTraceId ?? "" })).toEqual([first]);
  expect(control.seen({ operation: "createPayer" })).toEqual([]);
  if (first) first.path = "changed";
  expect(control.seen()[0]?.path).toBe("/api/client-secrets");
  control.clearSeen();
  expect(control.seen()).toEqual([]);
});

it("does not log a body that is not JSON", async () => {
  const { call, control } = fixture();
  await call("/payers", { body: '{"accountNumber": "4242424242424242"' });
  expect(control.seen()[0]?.body).toBeUndefined();
});
