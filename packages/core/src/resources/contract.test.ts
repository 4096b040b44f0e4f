import { describe, expect, it } from "vitest";
import type { Client } from "../client.ts";
import { AGENT, CARD_CHANGE, ID, OWNED, ROWS, type Row } from "../testing/contract-rows.ts";
import { failureOf, fixture, json, PAYER, respondWith } from "../testing/fixture.ts";
import { elapse, useVirtualClock } from "../testing/virtual-clock.ts";

/** Methods of more than one request, and those whose own tests say what they send. */
const ELSEWHERE = [
  "clientSecrets.create",
  "documents.send",
  "documents.upload",
  "payers.create",
  "paymentMethods.create",
  "payments.resolve",
  "payments.waitFor",
];

it("has a row for every method of a client", () => {
  const methods = Object.entries(fixture().client).flatMap(([resource, value]) =>
    typeof value === "object" && value !== null ? Object.keys(value).map((method) => `${resource}.${method}`) : [],
  );
  const named = new Set(ROWS.map(({ name }) => name.replace(/ with .*/, "")));
  expect(methods.filter((name) => !ELSEWHERE.includes(name) && !named.has(name))).toEqual([]);
  expect(methods).toEqual(expect.arrayContaining([...named, ...ELSEWHERE]));
});

const respond = ({ status = 200, response = { id: ID } }: Row) =>
  status === 204 ? () => new Response(null, { status }) : json(response, status);

describe.each(ROWS)("$name", (row) => {
  it("sends its method, path, headers and body", async () => {
    const fetch = respondWith(respond(row));
    await row.call(fixture({ fetch }).client);
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
    const fetch = respondWith(respond(row));
    await row.call(fixture({ fetch }).client);
    const text = await fetch.asked[0]?.text();
    expect(text ? JSON.parse(text) : undefined).toEqual(row.body);
    expect(fetch.asked[0]?.headers.get("content-type")).toBe(row.body ? "application/json" : null);
  });

  it("sends the same where a script has extended Object.prototype", async () => {
    const fetch = respondWith(respond(row));
    const { client } = fixture({ fetch });
    const restore = extendPrototypes();
    await row.call(client).finally(restore);
    const text = await fetch.asked[0]?.text();
    expect(text ? JSON.parse(text) : undefined).toEqual(row.body);
    expect(fetch.asked[0]?.headers.has("extend")).toBe(false);
  });

  it("resolves with the content, or with undefined for 204", async () => {
    const value = await row.call(fixture({ fetch: respondWith(respond(row)) }).client);
    if (row.status === 204) expect(value).toBeUndefined();
    else if (row.name.startsWith("documents") || row.name.startsWith("client"))
      expect(String(value)).toBe("[redacted]");
    else expect(value).toEqual(row.response ?? { id: ID });
  });
});

/** Extends the prototypes as old libraries do. Returns a function that undoes it. */
function extendPrototypes(): () => void {
  const own = { configurable: true, enumerable: true, writable: true };
  const prototypes = [Object.prototype, Array.prototype, String.prototype];
  for (const prototype of prototypes) Object.defineProperty(prototype, "extend", { ...own, value() {} });
  return () => {
    for (const prototype of prototypes) Reflect.deleteProperty(prototype, "extend");
  };
}

// The others return nothing, or a value that hides its content.
const OPEN = ROWS.filter(({ name, status }) => status !== 204 && !/^(?:documents|client)/.test(name));

describe("what the vendor adds after this release", () => {
  it.each(OPEN)("is kept by $name", async ({ call, response = { id: ID } }) => {
    const strange = { ...(response as object), status: "NEW", later: { deep: [1, null] }, line2: null };
    const value = await call(fixture({ fetch: respondWith(json(strange)) }).client);
    expect(JSON.parse(JSON.stringify(value))).toEqual(strange);
  });
});

describe("the id in the response", () => {
  const named = ROWS.filter(({ name }) => /\.retrieve$/.test(name));

  it.each(named)(
    "must be that of the request, unlike a response that a broken proxy mixes up: $name",
    async ({ call }) => {
      for (const id of [crypto.randomUUID(), PAYER.id, "s", "payments"]) {
        const error = await failureOf(call(fixture({ fetch: respondWith(json({ id, status: "ACTIVE" })) }).client));
        expect(error).toMatchObject({ code: "response_unreadable", outcome: "unknown", next: "look-up" });
      }
    },
  );

  it.each(named)("may be in upper case: $name", async ({ call }) => {
    const response = { id: ID.toUpperCase() };
    expect(await call(fixture({ fetch: respondWith(json(response)) }).client)).toEqual(response);
  });
});

describe("after a 500", () => {
  useVirtualClock();
  it.each(ROWS)("$name is retried only where that is safe", async (row) => {
    const fetch = respondWith(json({}, 500));
    const { error } = await elapse(row.call(fixture({ fetch }).client));
    expect(error).toMatchObject({ code: "server_failed", outcome: "unknown" });
    expect(fetch.asked).toHaveLength(row.retried ? 3 : 1);
    const bodies = await Promise.all(fetch.asked.map((request) => request.text()));
    expect(new Set(bodies).size).toBe(1);
    expect(new Set(fetch.asked.map(({ headers }) => headers.get("trace-id"))).size).toBe(1);
  });
});

const BAD_IDS = ["../keys", `${ID}/x`, "", "%2e%2e", `${ID}?x=1`];
const BY_ID: readonly [string, (client: Client, id: string) => Promise<unknown>][] = [
  ["payers.retrieve", (c, id) => c.payers.retrieve(id, AGENT)],
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
  it("is tried on every method that puts an id into its path", () => {
    const methods = ROWS.filter(({ path }) => path.includes(`/${ID}`)).map(({ name }) => name.replace(/ with .*/, ""));
    expect(BY_ID.map(([name]) => name)).toEqual(expect.arrayContaining(methods));
  });

  it.each(BY_ID)("is refused by %s, and nothing is sent", async (_, call) => {
    for (const id of BAD_IDS) {
      const fetch = respondWith(json({ id: ID }));
      const error = await failureOf(call(fixture({ fetch }).client, id));
      expect(error).toMatchObject({ code: "input_invalid", outcome: "not-sent", next: "fix-input", fields: ["id"] });
      expect(fetch.asked).toEqual([]);
    }
  });
});
