import { describe, expect, it } from "vitest";
import type { Client } from "../client.ts";
import { answers, bench, failureOf, json, PAYER } from "../testing/bench.ts";
import { elapse, useVirtualClock } from "../testing/virtual-clock.ts";

const ID = "6f0eb884-3f41-4b57-b86a-80f62dca011e";
const OTHER = "d7a2beba-0c2c-42de-9690-26f00ba08339";
const KEY = "0b0f7a4e-3c52-4d8e-9a61-6f2b8c1d7e90";
const AGENT = { endUser: { userAgent: "Mozilla/5.0", deviceId: "device-1", ip: "203.0.113.9" } } as const;
const RECIPIENT = {
  businessName: "Coffee Beans Supply Co.",
  categoryId: OTHER,
  businessAddress: { line1: "19439 Stevens Creek Blvd", country: "US" },
  contact: { phone: "4155550100" },
  receivingMethod: {
    type: "ACH",
    accountNumber: "3829473294723",
    routingNumber: "021000021",
    beneficiaryName: "Coffee Beans Supply Co.",
  },
} as const;
const INTENT = { payer: PAYER, recipient: { id: ID }, targetAmount: { value: "100.10", currency: "USD" } } as const;
const DOCUMENT = { type: "INVOICE", fileType: "pdf", filename: "i.pdf", payer: PAYER, payment: { id: ID } } as const;
const CARD_CHANGE = { id: ID, payer: PAYER, type: "CARD", data: { cvv: "739", expirationYear: "2031" } } as const;
const { id: _, ...CARD_CHANGE_BODY } = CARD_CHANGE;
const NAME = { id: ID, businessName: "New" } as const;
const OWNED = { id: ID, payerId: PAYER.id } as const;
const PAGE = { data: [{ id: ID }] };

interface Row {
  readonly name: string;
  readonly call: (client: Client, input?: never) => Promise<unknown>;
  readonly method: string;
  readonly path: string;
  readonly body?: unknown;
  /** True if the end user is described. */
  readonly described: boolean;
  readonly response?: unknown;
  readonly status?: number;
  /** How many requests a 500 and a broken connection cost with two retries. */
  readonly retried: boolean;
}

const ROWS: readonly Row[] = [
  {
    name: "categories.list",
    call: (c) => c.categories.list(AGENT),
    method: "GET",
    path: "/categories",
    described: false,
    response: PAGE,
    retried: true,
  },
  {
    name: "clientSecrets.createForWorkflow",
    call: (c) => c.clientSecrets.createForWorkflow({}, AGENT),
    method: "POST",
    path: "/v2/client-secrets",
    body: {},
    described: true,
    response: { clientSecret: "s" },
    retried: true,
  },
  {
    name: "documents.create",
    call: (c) => c.documents.create(DOCUMENT, AGENT),
    method: "POST",
    path: "/documents",
    body: DOCUMENT,
    described: true,
    response: { uploadURL: "https://s3.example/", metadata: {} },
    retried: true,
  },
  {
    name: "payers.retrieve",
    call: (c) => c.payers.retrieve(ID, AGENT),
    method: "GET",
    path: `/payers/${ID}`,
    described: false,
    retried: true,
  },
  {
    name: "payers.update",
    call: (c) => c.payers.update(NAME, AGENT),
    method: "PATCH",
    path: `/payers/${ID}`,
    body: { businessName: "New" },
    described: false,
    retried: true,
  },
  {
    name: "payers.update with identity documents",
    call: (c) => c.payers.update({ id: ID, identityDocuments: [{ type: "US_TIN", value: "123456789" }] }, AGENT),
    method: "PATCH",
    path: `/payers/${ID}`,
    body: { identityDocuments: [{ type: "US_TIN", value: "123456789" }] },
    described: false,
    retried: false,
  },
  {
    name: "payers.delete",
    call: (c) => c.payers.delete({ id: ID }, AGENT),
    method: "DELETE",
    path: `/payers/${ID}`,
    described: false,
    status: 204,
    retried: true,
  },
  {
    name: "paymentMethods.retrieve",
    call: (c) => c.paymentMethods.retrieve(OWNED, AGENT),
    method: "GET",
    path: `/payment-methods/${ID}?payerId=${PAYER.id}`,
    described: false,
    retried: true,
  },
  {
    name: "paymentMethods.list",
    call: (c) => c.paymentMethods.list({ payerId: PAYER.id }, AGENT),
    method: "GET",
    path: `/payment-methods?payerId=${PAYER.id}&limit=100&offset=0`,
    described: false,
    response: PAGE,
    retried: true,
  },
  {
    name: "paymentMethods.update",
    call: (c) => c.paymentMethods.update(CARD_CHANGE, AGENT),
    method: "PATCH",
    path: `/payment-methods/${ID}`,
    body: CARD_CHANGE_BODY,
    described: true,
    retried: false,
  },
  {
    name: "paymentMethods.delete",
    call: (c) => c.paymentMethods.delete({ id: ID }, AGENT),
    method: "DELETE",
    path: `/payment-methods/${ID}`,
    described: false,
    status: 204,
    retried: true,
  },
  {
    name: "recipients.create",
    call: (c) => c.recipients.create(RECIPIENT, AGENT),
    method: "POST",
    path: "/recipients",
    body: RECIPIENT,
    described: true,
    retried: false,
  },
  {
    name: "recipients.retrieve",
    call: (c) => c.recipients.retrieve({ id: ID }, AGENT),
    method: "GET",
    path: `/recipients/${ID}`,
    described: false,
    retried: true,
  },
  {
    name: "recipients.list",
    call: (c) => c.recipients.list({ limit: 7 }, AGENT),
    method: "GET",
    path: "/recipients?limit=7&offset=0",
    described: false,
    response: PAGE,
    retried: true,
  },
  {
    name: "recipients.update",
    call: (c) => c.recipients.update({ ...NAME, payer: PAYER }, AGENT),
    method: "PATCH",
    path: `/recipients/${ID}`,
    body: { businessName: "New", payer: PAYER },
    described: false,
    retried: true,
  },
  {
    name: "recipients.delete",
    call: (c) => c.recipients.delete(OWNED, AGENT),
    method: "DELETE",
    path: `/recipients/${ID}?payerId=${PAYER.id}`,
    described: false,
    status: 204,
    retried: true,
  },
  {
    name: "paymentIntents.create",
    call: (c) => c.paymentIntents.create(INTENT, AGENT),
    method: "POST",
    path: "/payment-intents",
    body: { ...INTENT, targetAmount: { value: 100.1, currency: "USD" } },
    described: true,
    retried: true,
  },
  {
    name: "paymentIntents.create with a new recipient",
    call: (c) => c.paymentIntents.create({ ...INTENT, recipient: RECIPIENT }, AGENT),
    method: "POST",
    path: "/payment-intents",
    body: { ...INTENT, recipient: RECIPIENT, targetAmount: { value: 100.1, currency: "USD" } },
    described: true,
    retried: false,
  },
  {
    name: "paymentIntents.retrieve",
    call: (c) => c.paymentIntents.retrieve(OWNED, AGENT),
    method: "GET",
    path: `/payment-intents/${ID}?payerId=${PAYER.id}`,
    described: false,
    retried: true,
  },
  {
    name: "paymentIntents.update",
    call: (c) => c.paymentIntents.update({ id: ID, paymentMethod: { id: OTHER } }, AGENT),
    method: "PATCH",
    path: `/payment-intents/${ID}`,
    body: { paymentMethod: { id: OTHER } },
    described: false,
    retried: true,
  },
  {
    name: "payments.create",
    call: (c) => c.payments.create({ paymentIntent: { id: ID }, payer: PAYER }, { ...AGENT, idempotencyKey: KEY }),
    method: "POST",
    path: "/payments",
    body: { paymentIntent: { id: ID }, payer: PAYER },
    described: true,
    retried: true,
  },
  {
    name: "payments.retrieve",
    call: (c) => c.payments.retrieve(OWNED, AGENT),
    method: "GET",
    path: `/payments/${ID}?payerId=${PAYER.id}`,
    described: false,
    retried: true,
  },
  {
    name: "payments.list",
    call: (c) => c.payments.list({ payerId: PAYER.id, limit: 1, offset: 3 }, AGENT),
    method: "GET",
    path: `/payments?payerId=${PAYER.id}&limit=1&offset=3`,
    described: false,
    response: PAGE,
    retried: true,
  },
  {
    name: "payments.refund",
    call: (c) => c.payments.refund(OWNED, AGENT),
    method: "POST",
    path: `/payments/${ID}/refunds`,
    body: { payerId: PAYER.id },
    described: false,
    response: { status: "REFUNDED" },
    retried: false,
  },
];

const respond = ({ status = 200, response = { id: ID } }: Row) =>
  status === 204 ? () => new Response(null, { status }) : json(response, status);

describe.each(ROWS)("$name", (row) => {
  it("sends its method, path, headers and body", async () => {
    const fetch = answers(respond(row));
    await row.call(bench({ fetch }).client);
    const [request] = fetch.asked;
    expect(request?.method).toBe(row.method);
    expect(request?.url).toBe(`https://connect.sandbox.plastiq.com/api${row.path}`);
    expect(Object.fromEntries(request?.headers ?? [])).toMatchObject({ "trace-id": expect.stringMatching(/-4/) });
    const described = ["user-agent", "end-user-device-id", "end-user-ip"].map((name) => request?.headers.get(name));
    expect(described).toEqual(
      row.described
        ? ["Mozilla/5.0", "device-1", "203.0.113.9"]
        : [expect.stringMatching(/^plastiq-connect\//), null, null],
    );
  });

  it("sends exactly the given fields", async () => {
    const fetch = answers(respond(row));
    await row.call(bench({ fetch }).client);
    const text = await fetch.asked[0]?.text();
    expect(text ? JSON.parse(text) : undefined).toEqual(row.body);
    expect(fetch.asked[0]?.headers.get("content-type")).toBe(row.body ? "application/json" : null);
  });

  it("resolves with the content, or with undefined for 204", async () => {
    const value = await row.call(bench({ fetch: answers(respond(row)) }).client);
    if (row.status === 204) expect(value).toBeUndefined();
    else if (row.name.startsWith("documents") || row.name.startsWith("client"))
      expect(String(value)).toBe("[redacted]");
    else expect(value).toEqual(row.response ?? { id: ID });
  });
});

// The others return nothing, or a value that hides its content.
const OPEN = ROWS.filter(({ name, status }) => status !== 204 && !/^(?:documents|client)/.test(name));

describe("what the vendor adds after this release", () => {
  it.each(OPEN)("is kept by $name", async ({ call, response = { id: ID } }) => {
    const strange = { ...(response as object), status: "NEW", later: { deep: [1, null] }, line2: null };
    const value = await call(bench({ fetch: answers(json(strange)) }).client);
    expect(JSON.parse(JSON.stringify(value))).toEqual(strange);
  });
});

describe("after a 500", () => {
  useVirtualClock();
  it.each(ROWS)("$name is retried only where that is safe", async (row) => {
    const fetch = answers(json({}, 500));
    const { error } = await elapse(row.call(bench({ fetch }).client));
    expect(error).toMatchObject({ code: "server_failed", outcome: "unknown" });
    expect(fetch.asked).toHaveLength(row.retried ? 3 : 1);
    const bodies = await Promise.all(fetch.asked.map((request) => request.text()));
    expect(new Set(bodies).size).toBe(1);
    expect(new Set(fetch.asked.map(({ headers }) => headers.get("trace-id"))).size).toBe(1);
  });
});

const BAD_IDS = ["../keys", `${ID}/x`, "", "%2e%2e", `${ID}?x=1`];
const BY_ID: readonly [string, (client: Client, id: string) => Promise<unknown>][] = [
  ["payers.update", (c, id) => c.payers.update({ id }, AGENT)],
  ["payers.delete", (c, id) => c.payers.delete({ id }, AGENT)],
  ["paymentMethods.retrieve", (c, id) => c.paymentMethods.retrieve({ ...OWNED, id }, AGENT)],
  ["paymentMethods.update", (c, id) => c.paymentMethods.update({ ...CARD_CHANGE, id }, AGENT)],
  ["paymentMethods.delete", (c, id) => c.paymentMethods.delete({ id }, AGENT)],
  ["recipients.retrieve", (c, id) => c.recipients.retrieve({ id }, AGENT)],
  ["recipients.update", (c, id) => c.recipients.update({ id }, AGENT)],
  ["recipients.delete", (c, id) => c.recipients.delete({ id }, AGENT)],
  ["paymentIntents.retrieve", (c, id) => c.paymentIntents.retrieve({ ...OWNED, id }, AGENT)],
  ["paymentIntents.update", (c, id) => c.paymentIntents.update({ id }, AGENT)],
  ["payments.retrieve", (c, id) => c.payments.retrieve({ ...OWNED, id }, AGENT)],
  ["payments.refund", (c, id) => c.payments.refund({ ...OWNED, id }, AGENT)],
];

describe("an id that could change the path", () => {
  it.each(BY_ID)("is refused by %s, and nothing is sent", async (_, call) => {
    for (const id of BAD_IDS) {
      const fetch = answers(json({ id: ID }));
      const error = await failureOf(call(bench({ fetch }).client, id));
      expect(error).toMatchObject({ code: "input_invalid", outcome: "not-sent", next: "fix-input", fields: ["id"] });
      expect(fetch.asked).toEqual([]);
    }
  });
});
