import { expect, it } from "vitest";
import { createSandbox, LOCAL_API_KEY, LOCAL_PAYER_ID } from "../index.ts";
import { card, details, fixture, NOW } from "../testing/fixture.ts";

const V4 = /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const payer = `/payers/${LOCAL_PAYER_ID}`;
const mintBody = { payer: { id: LOCAL_PAYER_ID }, type: "CARD" };

it("can be passed as fetch", async () => {
  const sandbox = createSandbox();
  const fetch: typeof globalThis.fetch = (input, init) => sandbox.fetch(new Request(input, init));
  const headers = { authorization: `Bearer ${LOCAL_API_KEY}`, "user-agent": "test" };
  const response = await fetch(`https://connect.example/api${payer}`, { headers });
  expect(response.headers.get("content-type")).toBe("application/json");
  expect(await response.json()).toMatchObject({ id: LOCAL_PAYER_ID });
});

it("echoes a UUID v4 trace id, in the header and in an error", async () => {
  const traceId = crypto.randomUUID();
  const reply = await fixture().call("/payers/unknown", { headers: { "trace-id": traceId } });
  expect(reply.headers.get("trace-id")).toBe(traceId);
  expect(reply.body.traceId).toBe(traceId);
});

it.each([
  [undefined],
  ["abc"],
  ["6fa459ea-ee8a-11ec-8ea0-0242ac120002"],
  ["6fa459ea-ee8a-4ca4-894e-db77e160355e, 6fa459ea-ee8a-4ca4-894e-db77e160355e"],
])("replaces the trace id %s by a new one", async (sent) => {
  const { call, control } = fixture();
  const reply = await call("/payers/unknown", { headers: sent === undefined ? {} : { "trace-id": sent } });
  const given = reply.headers.get("trace-id");
  expect(given).toMatch(V4);
  expect(given).not.toBe(sent);
  expect(reply.body.traceId).toBe(given);
  expect(control.seen()[0]).toMatchObject({ traceId: sent ?? null, responseTraceId: given });
});

it("sends every response under /api with a trace id, not to be stored", async () => {
  const { call, pay } = fixture();
  const responses = [
    await call(payer),
    await call("/nothing"),
    await call(payer, { method: "DELETE" }),
    await call("/payment-methods", { method: "OPTIONS" }),
    await pay("wrong", { type: "CARD", data: card }),
  ];
  for (const { headers } of responses) {
    expect(headers.get("trace-id")).toMatch(V4);
    expect(headers.get("cache-control")).toBe("no-store");
  }
});

it("tells the time of its own clock in every response, also after it was moved", async () => {
  const { call, control } = fixture();
  control.advance(3_600_000);
  const hour = new Date(NOW + 3_600_000).toUTCString();
  expect((await call(payer)).headers.get("date")).toBe(hour);
  expect((await call("/nothing")).headers.get("date")).toBe(hour);
});

it("has two error shapes", async () => {
  const { call, control } = fixture();
  const reference = await call("/nothing");
  expect(reference.body).toEqual({
    code: "NOT_FOUND_ERROR",
    message: "Not found error",
    errors: [{ details: "There is nothing at this path." }],
    traceId: reference.headers.get("trace-id"),
  });
  control.setErrorShape("guide");
  const guide = await call("/nothing");
  expect(guide.body).toEqual({
    statusCode: 404,
    code: "NOT_FOUND_ERROR",
    message: "Not found error",
    details: [{ details: "There is nothing at this path." }],
    traceId: guide.headers.get("trace-id"),
  });
  expect((await fixture({ errorShape: "guide" }).call("/nothing")).body.statusCode).toBe(404);
});

it.each([
  [{}],
  [{ authorization: LOCAL_API_KEY }],
  [{ authorization: `Basic ${LOCAL_API_KEY}` }],
  [{ authorization: "Bearer" }],
  [{ authorization: "Bearer wrong" }],
  [{ authorization: `Bearer ${LOCAL_API_KEY}, Bearer ${LOCAL_API_KEY}` }],
  [{ "api-key": LOCAL_API_KEY }],
])("does not authorize %j", async (headers) => {
  const reply = await fixture().call(payer, { bearer: null, headers });
  expect([reply.status, reply.body.code]).toEqual([401, "AUTHORIZATION_ERROR"]);
  expect(JSON.stringify(reply.body)).not.toContain(LOCAL_API_KEY);
});

it.each([[`Bearer  ${LOCAL_API_KEY}`], [`Bearer     ${LOCAL_API_KEY}`], [`bearer ${LOCAL_API_KEY}`]])(
  "authorizes %j: any number of spaces may follow the scheme, in any case",
  async (authorization) => {
    expect((await fixture().call(payer, { bearer: null, headers: { authorization } })).status).toBe(200);
  },
);

it.each([
  ["192.0.2.1", 200],
  ["2001:db8::1", 200],
  ["hello world", 400],
  ["192.0.2.1, 192.0.2.2", 400],
  ["192.0.2.1:443", 400],
  ["999.0.2.1", 400],
  ["fe80::1%eth0", 400],
])("End-User-Ip: %s is %i", async (ip, status) => {
  const { call, control } = fixture();
  const reply = await call("/client-secrets", { body: mintBody, headers: { "end-user-ip": ip } });
  expect(reply.status).toBe(status);
  expect(control.seen()[0]?.refusal?.reason).toBe(status === 400 ? "header_invalid" : undefined);
  // The vendor declares the header for some operations only.
  expect((await call(payer, { headers: { "end-user-ip": ip } })).status).toBe(200);
});

it("needs no User-Agent for an operation without declared headers", async () => {
  expect((await fixture().call(payer, { headers: { "user-agent": "" } })).status).toBe(200);
});

it("addresses off the allowlist are forbidden", async () => {
  const { call, control } = fixture({ allowedIps: ["192.0.2.7"] });
  expect((await call(payer, { address: "192.0.2.7" })).status).toBe(200);
  expect((await call(payer, { address: "::ffff:192.0.2.7" })).status).toBe(200);
  const off = await call(payer, { address: "192.0.2.8" });
  expect([off.status, off.body.code]).toEqual([403, "FORBIDDEN_ERROR"]);
  expect((await call(payer)).status).toBe(403);
  control.setAllowedIps(null);
  expect((await call(payer)).status).toBe(200);
});

it("requires the User-Agent with an API key, and not with a client secret", async () => {
  const { call, mint, pay } = fixture();
  const without = await call("/client-secrets", { body: mintBody, headers: { "user-agent": "" } });
  expect([without.status, without.body.code]).toEqual([400, "VALIDATION_ERROR"]);
  expect((await pay(await mint(), { type: "CARD", data: card }, { "user-agent": "" })).status).toBe(200);
});

it.each([
  [415, "GENERIC_ERROR", JSON.stringify(mintBody), "text/plain"],
  [415, "GENERIC_ERROR", JSON.stringify(mintBody), "application/json; charset=latin1"],
  [415, "GENERIC_ERROR", JSON.stringify(mintBody), "application/jsonp"],
  [200, undefined, JSON.stringify(mintBody), "application/json; charset=UTF-8"],
  [400, "VALIDATION_ERROR", '{"payer": 4242424242424242', "application/json"],
  [400, "VALIDATION_ERROR", "", "application/json"],
  [413, "GENERIC_ERROR", JSON.stringify({ padding: "x".repeat(70_000) }), "application/json"],
])("%i %s for a body that is not as it should be", async (status, code, body, contentType) => {
  const reply = await fixture().call("/client-secrets", { body, headers: { "content-type": contentType } });
  expect([reply.status, reply.body.code]).toEqual([status, code]);
  expect(JSON.stringify(reply.body)).not.toContain("42424242");
});

it.each([
  ["gzip", 415],
  ["br", 415],
  ["identity", 200],
])("responds to a body with Content-Encoding: %s with %i", async (encoding, status) => {
  const reply = await fixture().call("/client-secrets", { body: mintBody, headers: { "content-encoding": encoding } });
  expect(reply.status).toBe(status);
});

it("does not wait for an endless body, and cuts it off in the end", async () => {
  const { sandbox } = fixture({ maxBodyBytes: 1000 });
  const chunk = new Uint8Array(1024 * 1024);
  let cancel = () => {};
  const canceled = new Promise<void>((resolve) => {
    cancel = resolve;
  });
  const body = new ReadableStream({ pull: (controller) => controller.enqueue(chunk), cancel });
  const headers = {
    authorization: `Bearer ${LOCAL_API_KEY}`,
    "user-agent": "test",
    "content-type": "application/json",
  };
  const init = { method: "POST", body, headers, duplex: "half" } as RequestInit;
  expect((await sandbox.fetch(new Request("https://sandbox.test/api/payers", init))).status).toBe(413);
  await canceled;
});

it("responds with 404 for unknown paths, and with 405 and Allow for other methods", async () => {
  const { call } = fixture();
  for (const path of ["", "/", "/refunds", "/v2/payers", "/client-secrets/", `/payers/${LOCAL_PAYER_ID}/x`]) {
    expect([path, (await call(path)).status]).toEqual([path, 404]);
  }
  const wrong = await call("/client-secrets");
  expect([wrong.status, wrong.headers.get("allow"), details(wrong)]).toEqual([
    405,
    "POST",
    ["The method must be POST."],
  ]);
  const put = await call(payer, { method: "PUT", body: {} });
  expect([put.status, put.headers.get("allow"), details(put)]).toEqual([
    405,
    "GET, PATCH, DELETE",
    ["The method must be one of GET, PATCH, DELETE."],
  ]);
});

it("rejects an aborted request with its reason, as fetch does", async () => {
  const reason = new Error("enough");
  const request = new Request(`https://sandbox.test/api${payer}`, { signal: AbortSignal.abort(reason) });
  await expect(createSandbox().fetch(request)).rejects.toBe(reason);
});

it("goes back at reset to the state after createSandbox", async () => {
  const { call, control, mint, pay } = fixture();
  const before = control.state();
  await pay(await mint(), { type: "CARD", data: card });
  await call("/payers", { body: { contact: { firstName: "A", lastName: "B", phone: "4155550100" } } });
  control.advance(5000);
  control.addFault({ operation: "*", kind: "status", times: null });
  control.setErrorShape("guide");
  control.setAllowedIps([]);
  control.addKey("second", "second-key");
  control.revokeKey("local");
  control.reset();
  expect(control.state()).toEqual(before);
  expect(control.seen()).toEqual([]);
  expect(control.faults()).toEqual([]);
  expect((await call(payer)).status).toBe(200);
  expect((await call(payer, { bearer: "second-key" })).body.errors).toBeDefined();
  expect(control.seen().map(({ id, at }) => [id, at])).toEqual([
    [1, NOW],
    [2, NOW],
  ]);
});
